import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import {
  reportActivityByPerson,
  reportFunnel,
  reportLeadsOverTime,
  reportPipeline,
  reportSalesCycle,
  reportWonLost,
} from "@/api/generated/sdk.gen.ts";
import { type Days, grainOf } from "./period.ts";

/* Figures are asked for afresh at each visit, and the old ones stay until the new ones are here. */
const FRESH = { staleTime: 0, placeholderData: keepPreviousData } as const;

/** Every report's key begins so. */
const REPORTS = "reports";

/** Open deals by stage, as they are now. */
export const pipelineReport = queryOptions({
  ...FRESH,
  queryKey: [REPORTS, "pipeline"],
  queryFn: async ({ signal }) => (await reportPipeline({ signal, throwOnError: true })).data,
});

/** What was won and lost by month, and why it was lost. */
export function wonLostReport(query: Days) {
  return queryOptions({
    ...FRESH,
    queryKey: [REPORTS, "won-lost", query],
    queryFn: async ({ signal }) =>
      (await reportWonLost({ query, signal, throwOnError: true })).data,
  });
}

/** How far the deals created in the period have come. */
export function funnelReport(query: Days) {
  return queryOptions({
    ...FRESH,
    queryKey: [REPORTS, "funnel", query],
    queryFn: async ({ signal }) => (await reportFunnel({ query, signal, throwOnError: true })).data,
  });
}

/** New leads by day or week, whichever fits the period. */
export function leadsReport(days: Days) {
  const query = { ...days, by: grainOf(days) };
  return queryOptions({
    ...FRESH,
    queryKey: [REPORTS, "leads", query],
    queryFn: async ({ signal }) =>
      (await reportLeadsOverTime({ query, signal, throwOnError: true })).data,
  });
}

/** How long won deals took, by month. */
export function salesCycleReport(query: Days) {
  return queryOptions({
    ...FRESH,
    queryKey: [REPORTS, "sales-cycle", query],
    queryFn: async ({ signal }) =>
      (await reportSalesCycle({ query, signal, throwOnError: true })).data,
  });
}

/** Who did how much. */
export function activityReport(query: Days) {
  return queryOptions({
    ...FRESH,
    queryKey: [REPORTS, "activity", query],
    queryFn: async ({ signal }) =>
      (await reportActivityByPerson({ query, signal, throwOnError: true })).data,
  });
}
