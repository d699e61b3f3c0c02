import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { request } from "@/api/transport.ts";
import { writeSearch } from "@/router/search.ts";
import { NEAR } from "@/ui/quota-bar.tsx";
import type {
  Measured,
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
  /** A plan's short name. */
  plan?: string;
  sort?: TenantSort;
}

/** The orders of the list; without one, the newest come first. */
export const SORTS = ["name", "-records", "-storage_bytes", "-seats"] as const;
export type TenantSort = (typeof SORTS)[number];

/** Reads the list's address. */
export function readTenantSearch(search: Record<string, unknown>): TenantSearch {
  const { q, state, plan, sort } = search;
  return {
    // What looks like a number is one to whoever reads the address.
    q: typeof q === "string" || typeof q === "number" ? String(q) : undefined,
    state: typeof state === "string" ? state : undefined,
    plan: typeof plan === "string" ? plan : undefined,
    sort: SORTS.find((one) => one === sort),
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

/** What it had on each day that it was counted. */
export const usageQuery = (id: string) =>
  queryOptions({
    queryKey: [...KEY, "usage", id],
    queryFn: ({ signal }) => request<Measured[]>(`/api/tenants/${id}/usage`, { signal }),
  });

export const makeTenant = (draft: TenantDraft) =>
  request<TenantPage>("/api/tenants", { method: "POST", body: draft });

/** Changes its state, its plan, its parts of the product, its brake. */
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

/** Whether one of its walls is near. */
export function isNear(tenant: TenantEntry): boolean {
  const near = (used: number, max: number | null | undefined) => !!max && used >= NEAR * max;
  return (
    near(tenant.records, tenant.records_max) ||
    near(tenant.storage_bytes, tenant.storage_max) ||
    near(tenant.seats, tenant.seats_max)
  );
}
