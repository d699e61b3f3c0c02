import { useQuery } from "@tanstack/react-query";
import { leadCountQuery } from "@/features/leads/lead-count.ts";
import { pipelineReport, wonLostReport } from "@/features/reports/report-queries.ts";
import type { Asked } from "@/features/reports/report-search.ts";

/** Whether nothing has been written down yet: no lead, no open deal, none that was closed. What is not known yet counts as something. */
export function useEmptyWorkspace(asked: Asked): boolean {
  const leads = useQuery(leadCountQuery).data;
  const open = useQuery(pipelineReport(asked)).data?.figures;
  const closed = useQuery(wonLostReport(asked)).data?.figures.total;
  if (leads === undefined || open === undefined || closed === undefined) return false;
  const deals = open.stages.reduce((sum, stage) => sum + stage.deals, 0);
  return leads.count + deals + closed.won + closed.lost === 0;
}
