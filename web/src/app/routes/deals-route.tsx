import { useSearch } from "@tanstack/react-router";
import { DealListPage } from "@/features/deals/deal-list-page.tsx";

/** The list of deals at its address. */
export function DealsRoute() {
  return <DealListPage search={useSearch({ from: "/workspace/deals" })} />;
}
