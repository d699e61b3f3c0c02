import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import {
  reportActivityByPerson,
  reportForecast,
  reportFunnel,
  reportLeadsOverTime,
  reportPipeline,
  reportSalesCycle,
  reportVelocity,
  reportWonLost,
} from "@/api/generated/sdk.gen.ts";
import { grainOf } from "./period.ts";
import { type Asked, without } from "./report-search.ts";

/* Figures are asked for afresh at each visit, unless that was done ahead; the old ones stay until the new ones are here. */
const FRESH = { staleTime: 5_000, placeholderData: keepPreviousData } as const;

/** Every report's key begins so. */
const REPORTS = "reports";

/** Open deals by stage, as they are now, whatever the period. */
export function pipelineReport(asked: Partial<Asked> = {}) {
  const query = without(asked, "from", "to");
  return queryOptions({
    ...FRESH,
    queryKey: [REPORTS, "pipeline", query],
    queryFn: async ({ signal }) =>
      (await reportPipeline({ query, signal, throwOnError: true })).data,
  });
}

/** What open deals are expected to bring by month. */
export function forecastReport(query: Asked) {
  return queryOptions({
    ...FRESH,
    queryKey: [REPORTS, "forecast", query],
    queryFn: async ({ signal }) =>
      (await reportForecast({ query, signal, throwOnError: true })).data,
  });
}

/** How much money the pipeline makes a day. */
export function velocityReport(query: Asked) {
  return queryOptions({
    ...FRESH,
    queryKey: [REPORTS, "velocity", query],
    queryFn: async ({ signal }) =>
      (await reportVelocity({ query, signal, throwOnError: true })).data,
  });
}

/** What was won and lost by month, and why it was lost. */
export function wonLostReport(query: Asked) {
  return queryOptions({
    ...FRESH,
    queryKey: [REPORTS, "won-lost", query],
    queryFn: async ({ signal }) =>
      (await reportWonLost({ query, signal, throwOnError: true })).data,
  });
}

/** How far the deals created in the period have come. */
export function funnelReport(query: Asked) {
  return queryOptions({
    ...FRESH,
    queryKey: [REPORTS, "funnel", query],
    queryFn: async ({ signal }) => (await reportFunnel({ query, signal, throwOnError: true })).data,
  });
}

/** New leads by day, week or month, whichever fits the period, and by source. */
export function leadsReport(asked: Asked) {
  const query = { ...without(asked, "pipeline_id"), by: grainOf(asked), by_source: true };
  return queryOptions({
    ...FRESH,
    queryKey: [REPORTS, "leads", query],
    queryFn: async ({ signal }) =>
      (await reportLeadsOverTime({ query, signal, throwOnError: true })).data,
  });
}

/** How long won deals took, by month. */
export function salesCycleReport(query: Asked) {
  return queryOptions({
    ...FRESH,
    queryKey: [REPORTS, "sales-cycle", query],
    queryFn: async ({ signal }) =>
      (await reportSalesCycle({ query, signal, throwOnError: true })).data,
  });
}

/** Who did how much. */
export function activityReport(asked: Asked) {
  const query = without(asked, "pipeline_id");
  return queryOptions({
    ...FRESH,
    queryKey: [REPORTS, "activity", query],
    queryFn: async ({ signal }) =>
      (await reportActivityByPerson({ query, signal, throwOnError: true })).data,
  });
}
