import { LeadPage } from "@/features/leads/lead-page.tsx";
import type { PageProps } from "@/router/routes.ts";

/** A lead at its address. */
export function LeadRoute({ params }: PageProps<unknown, { leadId: string }>) {
  return <LeadPage id={params.leadId} />;
}
