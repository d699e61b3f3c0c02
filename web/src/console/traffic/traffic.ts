import { queryOptions } from "@tanstack/react-query";
import { request } from "@/api/transport.ts";
import type {
  RankTrafficData,
  TenantTraffic,
  TenantTrend,
  TrafficStep,
} from "../generated/types.gen.ts";

/** A time that can be looked at. */
export type TrafficWindow = RankTrafficData["query"]["window"];

/** The times that can be looked at, the shortest first. */
export const WINDOWS: readonly TrafficWindow[] = ["hour", "day", "month", "quarter"];

/* What is counted is written down every five seconds. */
const LOOK_EVERY_MS = 10_000;

/** What the address of the page of traffic says. */
export interface TrafficSearch {
  window?: TrafficWindow;
}

/** Reads the address. */
export function readTrafficSearch({ window }: Record<string, unknown>): TrafficSearch {
  return { window: WINDOWS.find((known) => known === window) };
}

/** Who asked for the most. */
export const rankingQuery = (window: TrafficWindow) =>
  queryOptions({
    queryKey: ["traffic", "ranking", window],
    queryFn: ({ signal }) => request<TenantTraffic[]>(`/api/traffic?window=${window}`, { signal }),
    refetchInterval: LOOK_EVERY_MS,
  });

/** What one tenant asked for, step by step. */
export const tenantTrafficQuery = (id: string, window: TrafficWindow) =>
  queryOptions({
    queryKey: ["traffic", "tenant", id, window],
    queryFn: ({ signal }) =>
      request<TrafficStep[]>(`/api/tenants/${id}/traffic?window=${window}`, { signal }),
    refetchInterval: LOOK_EVERY_MS,
  });

/** The last 30 days of some tenants. */
export const trendsQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ["traffic", "trends", ids],
    queryFn: ({ signal }) =>
      request<TenantTrend[]>(`/api/traffic/trends?tenants=${ids.join(",")}`, { signal }),
    staleTime: 60_000,
  });
