import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request } from "@/api/transport.ts";
import { type AuditSearch, spanOf } from "@/features/audit/audit-search.ts";
import { ownTimeZone } from "@/i18n/intl.ts";
import type { InstallationAudit, PageOperatorEvent } from "../generated/types.gen.ts";

/** What the API is asked for. */
export function asked(search: AuditSearch): Record<string, string> {
  const { by, noun, action } = search;
  const query = { operator_id: by, noun, action, ...spanOf(search, ownTimeZone()) };
  const given = Object.entries(query).filter((pair): pair is [string, string] => !!pair[1]);
  return Object.fromEntries(given);
}

/** What operators did, the newest first, page by page. */
export const operatorEventsQuery = (search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ["audit", "events", search],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        ...asked(search),
        ...(pageParam ? { cursor: pageParam } : {}),
      });
      return request<PageOperatorEvent>(`/api/events?${query}`, { signal });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** How the installation's chain stands, and those of the tenants. */
export const installationAuditQuery = queryOptions({
  queryKey: ["audit", "chain"],
  refetchInterval: 20_000,
  queryFn: ({ signal }) => request<InstallationAudit>("/api/audit", { signal }),
});
