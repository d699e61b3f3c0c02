import type { QueryClient } from "@tanstack/react-query";
import {
  activityReport,
  funnelReport,
  leadsReport,
  pipelineReport,
  salesCycleReport,
  velocityReport,
  wonLostReport,
} from "@/features/reports/report-queries.ts";
import { askedBy, type ReportSearch } from "@/features/reports/report-search.ts";
import { sessionQuery } from "@/features/session/session.ts";
import { wallClock } from "@/ui/format/zoned.ts";

/** Loads the dashboard's figures, for whoever may see them. Nothing waits for it. */
export function preloadHome(client: QueryClient, search: ReportSearch): void {
  const session = client.getQueryData(sessionQuery.queryKey);
  if (!session?.permissions.includes("reports.read")) return;
  const today = wallClock(Date.now(), session.tenant.time_zone).slice(0, 10);
  const asked = askedBy(search, today);
  void client.prefetchQuery(pipelineReport(asked));
  void client.prefetchQuery(wonLostReport(asked));
  void client.prefetchQuery(salesCycleReport(asked));
  void client.prefetchQuery(velocityReport(asked));
  void client.prefetchQuery(funnelReport(asked));
  void client.prefetchQuery(leadsReport(asked));
  void client.prefetchQuery(activityReport(asked));
}
