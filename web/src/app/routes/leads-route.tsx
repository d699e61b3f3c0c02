import { useSearch } from "@tanstack/react-router";
import { LeadListPage } from "@/features/leads/lead-list-page.tsx";

/** The leads list at its address. */
export function LeadsRoute() {
  return <LeadListPage search={useSearch({ from: "/workspace/leads" })} />;
}
