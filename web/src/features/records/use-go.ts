import { useRouter } from "@/router/router-context.tsx";

/** Goes to an address of this product, as a press on a link to it would. */
export function useGo(): (href: string) => void {
  const router = useRouter();
  return (href) => router.history.push(href);
}
