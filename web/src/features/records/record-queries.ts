import { type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import type { Count } from "@/api/generated/types.gen.ts";
import { cachedRecord } from "./record-cache.ts";
import { keysOf, type Resource, type Versioned } from "./resource.ts";

const FRESH_MS = 30_000;

/** How many rows match: at once up to a cap, then exactly, which arrives by itself. */
export function useCount<Row extends Versioned, Patch extends object>(
  resource: Resource<Row, Patch>,
  filter: string | undefined,
): Count | undefined {
  const capped = useQuery(countQuery(resource, filter, false)).data;
  const exact = useQuery({
    ...countQuery(resource, filter, true),
    enabled: capped?.capped ?? false,
  }).data;
  return exact ?? capped;
}

/** How many rows match: up to a cap, or exactly. */
export function countQuery<Row extends Versioned, Patch extends object>(
  resource: Resource<Row, Patch>,
  filter: string | undefined,
  exact: boolean,
) {
  return queryOptions({
    queryKey: keysOf(resource.noun).count(filter, exact),
    staleTime: 60_000,
    queryFn: ({ signal }) => resource.count({ filter, exact: exact || undefined }, signal),
  });
}

/** A record, at once when a list has shown it. */
export function recordQuery<Row extends Versioned, Patch extends object>(
  client: QueryClient,
  resource: Resource<Row, Patch>,
  id: string,
) {
  return queryOptions({
    queryKey: keysOf(resource.noun).record(id),
    staleTime: FRESH_MS,
    queryFn: ({ signal }) => resource.get(id, signal),
    initialData: () => cachedRecord<Row>(client, resource.noun, id)?.record,
    initialDataUpdatedAt: () => cachedRecord<Row>(client, resource.noun, id)?.at,
  });
}
