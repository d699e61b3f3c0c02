import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { request } from "@/api/transport.ts";
import type { DeadJobEntry, Health, IsolationCheck } from "../generated/types.gen.ts";

const KEY = ["health"] as const;
/** Processes say every five seconds that they live. */
const EVERY_MS = 5_000;

/** How the installation is, as long as one looks. */
export const healthQuery = queryOptions({
  queryKey: KEY,
  queryFn: ({ signal }) => request<Health>("/api/health", { signal }),
  refetchInterval: EVERY_MS,
});

/** The jobs that failed for good. */
export const deadJobsQuery = queryOptions({
  queryKey: [...KEY, "dead"],
  queryFn: ({ signal }) => request<DeadJobEntry[]>("/api/jobs/dead", { signal }),
});

export const checkIsolation = () =>
  request<IsolationCheck>("/api/health/isolation", { method: "POST" });

export const retryJob = (id: number) => request<null>(`/api/jobs/${id}/retry`, { method: "POST" });

export const refreshHealth = (client: QueryClient) => client.invalidateQueries({ queryKey: KEY });
