import { useNavigate, useSearch } from "@tanstack/react-router";
import { HomePage } from "@/features/home/home-page.tsx";

/** The dashboard at its address: the period and the currency are in there. */
export function HomeRoute() {
  const search = useSearch({ from: "/workspace/" });
  const navigate = useNavigate();
  return <HomePage search={search} onSearch={(next) => void navigate({ to: "/", search: next })} />;
}
