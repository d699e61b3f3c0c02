import { useSearch } from "@tanstack/react-router";
import { DealsBehindPage } from "@/features/reports/deals-behind-page.tsx";

/** The deals behind a figure at their address. */
export function DealsBehindRoute() {
  return <DealsBehindPage figure={useSearch({ from: "/workspace/reports/deals" })} />;
}
