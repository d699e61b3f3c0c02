import { useRouter } from "@tanstack/react-router";

/** Goes to an address of this product, as a press on a link to it would. */
export function useGo(): (href: string) => void {
  const router = useRouter();
  return (href) => router.history.push(href);
}
