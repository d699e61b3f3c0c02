import { useQuery } from "@tanstack/react-query";
import { leadCountQuery } from "@/features/leads/lead-count.ts";
import { currenciesOf } from "@/features/reports/currencies.ts";
import type { Days } from "@/features/reports/period.ts";
import { pipelineReport, wonLostReport } from "@/features/reports/report-queries.ts";
import { useFormats } from "@/ui/format/format-context.tsx";

/** What there is to report on. */
export interface WorkspaceState {
  /** Nothing has been written down yet: no lead, no open deal, none that was closed. */
  empty: boolean;
  /** The currencies that occur in the figures, the workspace's own first. */
  currencies: string[];
}

/** Looks at the figures before they are drawn. What is not known yet counts as something. */
export function useWorkspaceState(days: Days): WorkspaceState {
  const { homeCurrency } = useFormats();
  const leads = useQuery(leadCountQuery).data;
  const open = useQuery(pipelineReport).data?.figures;
  const closed = useQuery(wonLostReport(days)).data?.figures.total;
  const known = leads !== undefined && open !== undefined && closed !== undefined;
  const records =
    (leads?.count ?? 0) +
    (open?.stages.reduce((sum, stage) => sum + stage.deals, 0) ?? 0) +
    (closed ? closed.won + closed.lost : 0);
  return {
    empty: known && records === 0,
    currencies: currenciesOf(
      [open?.total ?? [], closed?.won_sums ?? [], closed?.lost_sums ?? []],
      homeCurrency,
    ),
  };
}
