import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from "@tanstack/react-query";
import type { Count } from "@/api/generated/types.gen.ts";
import { cachedRecord, SHORT_PAGES } from "./record-cache.ts";
import { keysOf, type ListParams, type Resource, type Versioned } from "./resource.ts";

/* The first page paints soon; the others come while somebody scrolls. */
const FIRST_PAGE_ROWS = 50;
const NEXT_PAGE_ROWS = 200;
const FRESH_MS = 30_000;

/** A list by keyset pages. A long one is never asked again as a whole: that would be every page. */
export function listQuery<Row extends Versioned, Patch extends object>(
  resource: Resource<Row, Patch>,
  params: ListParams,
) {
  return infiniteQueryOptions({
    queryKey: keysOf(resource.noun).list(params),
    queryFn: ({ pageParam, signal }) =>
      resource.page(
        { ...params, cursor: pageParam, limit: pageParam ? NEXT_PAGE_ROWS : FIRST_PAGE_ROWS },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: (query) =>
      (query.state.data?.pages.length ?? 0) > SHORT_PAGES ? Number.POSITIVE_INFINITY : FRESH_MS,
  });
}

/** A list as a table needs it. */
export function useList<Row extends Versioned, Patch extends object>(
  resource: Resource<Row, Patch>,
  params: ListParams,
) {
  const query = useInfiniteQuery(listQuery(resource, params));
  return {
    rows: query.data?.pages.flatMap((page) => page.items) ?? [],
    hasMore: query.hasNextPage,
    loading: query.isFetching && !query.isRefetching,
    loadMore: query.fetchNextPage,
    error: query.error,
    retry: query.data ? query.fetchNextPage : query.refetch,
  };
}

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

function countQuery<Row extends Versioned, Patch extends object>(
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
