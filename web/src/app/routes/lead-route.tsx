import { useParams } from "@tanstack/react-router";
import { LeadPage } from "@/features/leads/lead-page.tsx";

/** A lead at its address. */
export function LeadRoute() {
  const { leadId } = useParams({ from: "/workspace/leads/$leadId" });
  return <LeadPage id={leadId} />;
}
