import {
  hashKey,
  type QueryClient,
  queryOptions,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { afterFirstPage } from "@/ui/first-page.ts";
import {
  type ListPages,
  type ListPlace,
  type PageAt,
  pageOfRow,
  rowOfPage,
  rowsOf,
  trimmed,
  wantedPage,
  withPage,
} from "./list-pages.ts";
import { SHORT_PAGES } from "./record-cache.ts";
import { keysOf, type ListParams, type PageOf, type Resource, type Versioned } from "./resource.ts";

/* The first page paints soon; the others come while somebody scrolls. */
const FIRST_PAGE_ROWS = 50;
const NEXT_PAGE_ROWS = 200;
const FRESH_MS = 30_000;

function readPage<Row extends Versioned, Patch extends object>(
  resource: Resource<Row, Patch>,
  params: ListParams,
  { after: cursor, before }: PageAt,
  signal: AbortSignal,
): Promise<PageOf<Row>> {
  const limit = cursor || before ? NEXT_PAGE_ROWS : FIRST_PAGE_ROWS;
  return resource.page({ ...params, cursor, before, limit }, signal);
}

/**
 * A list by keyset pages, read from a place in it; asked again, as many pages as there are. A long one is never asked
 * again as a whole: that would be every page.
 */
export function listQuery<Row extends Versioned, Patch extends object>(
  client: QueryClient,
  resource: Resource<Row, Patch>,
  params: ListParams,
  from: PageAt = {},
) {
  const queryKey = keysOf(resource.noun).list(params);
  return queryOptions({
    queryKey,
    queryFn: async ({ signal }): Promise<ListPages<Row>> => {
      const old = client.getQueryData<ListPages<Row>>(queryKey);
      const list: ListPages<Row> = { pages: [], origin: old?.origin, stretch: old?.stretch };
      let at: PageAt | undefined = old?.pages[0] ? (old.pages[0].at ?? {}) : from;
      for (let page = 0; at && page < (old?.pages.length || 1); page++) {
        const read: PageOf<Row> = await readPage(resource, params, at, signal);
        list.pages.push({ ...read, at });
        at = read.next ? { after: read.next } : undefined;
      }
      return list;
    },
    staleTime: (query) =>
      (query.state.data?.pages.length ?? 0) > SHORT_PAGES ? Number.POSITIVE_INFINITY : FRESH_MS,
  });
}

/** A list as a table needs it: rows by number, read as they come into sight and dropped when they are far out of it. */
export function useList<Row extends Versioned, Patch extends object>(
  resource: Resource<Row, Patch>,
  params: ListParams,
  place?: ListPlace,
) {
  const client = useQueryClient();
  const query = useQuery(listQuery(client, resource, params, place?.at));
  const { queryKey } = listQuery(client, resource, params);
  const pages = usePages(resource, params, query.data);
  const list = query.data;
  const begun = useBegun(hashKey(queryKey), place);
  const elsewhere = list && begun && rowOfPage(list, begun.at) === undefined;
  const { jump } = pages;
  const latest = useRef(jump);
  useEffect(() => {
    latest.current = jump;
  });
  // the address leads to a place that the list, which is known already, has nothing of; once, for one may leave it again
  const arrived = useRef<ListPlace | undefined>(undefined);
  const known = list !== undefined;
  useEffect(() => {
    if (!known || !begun || arrived.current === begun) return;
    arrived.current = begun;
    if (elsewhere) void latest.current(begun.at);
  }, [known, elsewhere, begun]);
  const rows = useMemo(() => rowsOf(list), [list]);
  const error = query.error ?? pages.error;
  return {
    rows,
    hasMore: Boolean(list?.pages.at(-1)?.next),
    hasPrevious: Boolean(list?.pages[0]?.previous),
    loading: (query.isFetching && !query.isRefetching) || pages.loading,
    error,
    retry: () => (list && !query.error ? pages.again() : query.refetch()),
    onRange: pages.onRange,
    jump,
    /** Where the address leads to: the number of its row. */
    startRow: list && begun ? offset(rowOfPage(list, begun.at), begun.row) : undefined,
    placeOf: (index: number): ListPlace | undefined => {
      const now = client.getQueryData<ListPages<Row>>(queryKey);
      if (!now) return undefined;
      const { page, row } = pageOfRow(now, index);
      const shown = now.pages[page];
      // Also what was come to from behind is the beginning, where nothing stands in front of it.
      const begins = page === 0 && !shown?.previous;
      return { at: begins ? {} : (shown?.at ?? {}), row };
    },
  };
}

/* The place that the address led to when the list was come to; where somebody goes in it from there is another thing. */
function useBegun(key: string, place: ListPlace | undefined): ListPlace | undefined {
  const [begun, setBegun] = useState({ key, place });
  if (begun.key !== key) setBegun({ key, place });
  return begun.key === key ? begun.place : place;
}

const offset = (start: number | undefined, row: number) =>
  start === undefined ? undefined : start + row;

/* What brings further pages, one at a time. */
function usePages<Row extends Versioned, Patch extends object>(
  resource: Resource<Row, Patch>,
  params: ListParams,
  list: ListPages<Row> | undefined,
) {
  const client = useQueryClient();
  const queryKey = keysOf(resource.noun).list(params);
  const [state, setState] = useState<{ loading: boolean; error: Error | null }>({
    loading: false,
    error: null,
  });
  const reading = useRef(0);
  const seen = useRef<[first: number, last: number]>([0, 0]);
  const kept = useRef<[first: number, last: number]>([0, 0]);

  async function read(at: PageAt, put: (now: ListPages<Row>, page: PageOf<Row>) => ListPages<Row>) {
    reading.current++;
    setState({ loading: true, error: null });
    let error: Error | null = null;
    try {
      const page = await readPage(resource, params, at, new AbortController().signal);
      client.setQueryData<ListPages<Row>>(
        queryKey,
        (now) => now && trimmed(put(now, page), ...kept.current),
      );
    } catch (problem) {
      error = problem instanceof Error ? problem : new Error(String(problem));
    }
    reading.current--;
    setState({ loading: reading.current > 0, error });
  }

  function more(now: ListPages<Row>): void {
    const at = wantedPage(now, ...seen.current);
    if (at && reading.current === 0) void read(at, (then, page) => withPage(then, at, page));
  }

  return {
    ...state,
    /** Says which rows are seen, and another one that is needed though it is not. */
    onRange: (first: number, last: number, held = first) => {
      seen.current = [first, last];
      kept.current = [Math.min(first, held), Math.max(last, held)];
      if (!list || state.error) return;
      afterFirstPage(() => {
        const now = client.getQueryData<ListPages<Row>>(queryKey);
        if (now) more(now);
      });
    },
    again: () => list && more(list),
    /** Leaves for another place: the beginning, the end, or wherever an address leads. */
    jump: (at: PageAt) =>
      read(at, (now, page) => ({
        pages: [{ ...page, at }],
        origin: 0,
        stretch: (now.stretch ?? 0) + 1,
      })),
  };
}
