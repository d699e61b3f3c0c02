import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { ChainState, PageAuditEvent } from "@/api/generated/types.gen.ts";
import { apiFetch, request } from "@/api/transport.ts";
import { saveFile } from "@/ui/charts/save-file.ts";

const PAGE_ROWS = 50;

/** What happened in the workspace, the newest first, page by page. */
export const auditEventsQuery = (filter: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ["audit", "events", filter ?? ""],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(PAGE_ROWS) });
      if (filter) query.set("filter", filter);
      if (pageParam) query.set("cursor", pageParam);
      return request<PageAuditEvent>(`/api/events?${query}`, { signal });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** How the chain stands. */
export const chainQuery = queryOptions({
  queryKey: ["audit", "chain"],
  queryFn: ({ signal }) => request<ChainState>("/api/audit", { signal }),
});

export const checkChain = () => request<void>("/api/audit/check", { method: "POST", body: {} });

/** Takes a log out as a file: what an address answers to what it is asked. */
export async function takeOut(path: string, asked: object, title: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify(asked);
  const response = await apiFetch(path, { method: "POST", headers, body });
  saveFile(await response.blob(), title, "csv");
}
