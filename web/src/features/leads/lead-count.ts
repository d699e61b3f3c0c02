import { queryOptions } from "@tanstack/react-query";
import type { Count } from "@/api/generated/types.gen.ts";
import { request } from "@/api/transport.ts";

/** How many leads this person can see. Never waited for: it arrives by itself. */
export const leadCountQuery = queryOptions({
  queryKey: ["leads", "count"],
  staleTime: 60_000,
  queryFn: ({ signal }) => request<Count>("/api/leads/count", { signal }),
});

/** The exact number, for when the first one is capped. */
export const exactLeadCountQuery = queryOptions({
  queryKey: ["leads", "count", "", "exact"],
  staleTime: 60_000,
  queryFn: ({ signal }) => request<Count>("/api/leads/count?exact=true", { signal }),
});
