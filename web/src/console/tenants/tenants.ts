import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { request } from "@/api/transport.ts";
import { writeSearch } from "@/router/search.ts";
import type {
  PageTenantEntry,
  StateCount,
  TenantDraft,
  TenantEntry,
  TenantPage,
  TenantPatch,
} from "../generated/types.gen.ts";

const KEY = ["tenants"] as const;

/** What the list shows. */
export interface TenantSearch {
  /** A part of the name or the address. */
  q?: string;
  state?: string;
  sort?: "name" | "-created_at";
}

/** Reads the list's address. */
export function readTenantSearch(search: Record<string, unknown>): TenantSearch {
  const { q, state, sort } = search;
  return {
    // What looks like a number is one to whoever reads the address.
    q: typeof q === "string" || typeof q === "number" ? String(q) : undefined,
    state: typeof state === "string" ? state : undefined,
    sort: sort === "name" ? "name" : undefined,
  };
}

/** The tenants, page by page. */
export const tenantsQuery = (search: TenantSearch) =>
  infiniteQueryOptions({
    queryKey: [...KEY, "list", search],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      request<PageTenantEntry>(`/api/tenants${query({ ...search, cursor: pageParam })}`, {
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/* The server's queries are plain; the pages' own hold JSON. */
function query(given: Record<string, string | undefined>): string {
  const known = Object.entries(given).filter((pair): pair is [string, string] => !!pair[1]);
  return known.length === 0 ? "" : `?${new URLSearchParams(known)}`;
}

/** How many there are in each state. */
export const countsQuery = queryOptions({
  queryKey: [...KEY, "count"],
  queryFn: ({ signal }) => request<StateCount[]>("/api/tenants/count", { signal }),
});

/** One, with where it is and what was done with it. */
export const tenantQuery = (id: string) =>
  queryOptions({
    queryKey: [...KEY, "one", id],
    queryFn: ({ signal }) => request<TenantPage>(`/api/tenants/${id}`, { signal }),
  });

export const makeTenant = (draft: TenantDraft) =>
  request<TenantPage>("/api/tenants", { method: "POST", body: draft });

/** Suspends one, or lets its people in again. */
export const changeTenant = ({ id, version }: TenantEntry, body: TenantPatch) =>
  request<TenantPage>(`/api/tenants/${id}`, { method: "PATCH", body, ifMatch: version });

/** Keeps what the server answered, and asks for the lists anew. */
export async function keepTenant(client: QueryClient, page: TenantPage): Promise<void> {
  client.setQueryData(tenantQuery(page.tenant.id).queryKey, page);
  await Promise.all([
    client.invalidateQueries({ queryKey: [...KEY, "list"] }),
    client.invalidateQueries({ queryKey: countsQuery.queryKey }),
  ]);
}

/** The list's address. */
export const tenantsHref = (search: TenantSearch) => `/${writeSearch(search)}`;
