import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { ListPages } from "./list-pages.ts";
import { keysOf, type Versioned } from "./resource.ts";

/** The record as the cache has it: by itself, or as a row of any list. */
export function cachedRecord<Row extends Versioned>(
  client: QueryClient,
  noun: string,
  id: string,
): { record: Row; at: number } | undefined {
  const key = keysOf(noun).record(id);
  const own = client.getQueryState<Row>(key);
  if (own?.data) return { record: own.data, at: own.dataUpdatedAt };
  for (const query of client.getQueryCache().findAll({ queryKey: keysOf(noun).lists })) {
    for (const page of (query.state.data as ListPages<Row> | undefined)?.pages ?? []) {
      const record = page.items.find((row) => row.id === id);
      if (record) return { record, at: query.state.dataUpdatedAt };
    }
  }
  return undefined;
}

/** Puts a record where it is shown: its own page and its row in every list. */
export function putRecord<Row extends Versioned>(
  client: QueryClient,
  noun: string,
  record: Row,
): void {
  client.setQueryData(keysOf(noun).record(record.id), record);
  client.setQueriesData<ListPages<Row>>({ queryKey: keysOf(noun).lists }, (list) =>
    replaceRow(list, record.id, () => record),
  );
}

/** Changes some fields of a record wherever it is shown. */
export function patchRecord<Row extends Versioned>(
  client: QueryClient,
  noun: string,
  id: string,
  patch: Partial<Row>,
): void {
  client.setQueryData<Row>(keysOf(noun).record(id), (record) => record && { ...record, ...patch });
  client.setQueriesData<ListPages<Row>>({ queryKey: keysOf(noun).lists }, (list) =>
    replaceRow(list, id, (row) => ({ ...row, ...patch })),
  );
}

/* Only the page that holds the row is made anew, so that a list of 100,000 costs a search and no copy. */
function replaceRow<Row extends Versioned>(
  list: ListPages<Row> | undefined,
  id: string,
  change: (row: Row) => Row,
): ListPages<Row> | undefined {
  const at = list?.pages.findIndex((page) => page.items.some((row) => row.id === id)) ?? -1;
  if (!list || at < 0) return list;
  const pages = list.pages.map((page, index) =>
    index === at
      ? { ...page, items: page.items.map((row) => (row.id === id ? change(row) : row)) }
      : page,
  );
  return { ...list, pages };
}

/** Where a row stood, so that it can be put back there. */
interface Place<Row> {
  key: QueryKey;
  page: number;
  index: number;
  row: Row;
}

/** Takes a record out of every list. Returns how to put it back where it was. */
export function removeRows<Row extends Versioned>(
  client: QueryClient,
  noun: string,
  id: string,
): () => void {
  const places: Place<Row>[] = [];
  for (const [key, list] of client.getQueriesData<ListPages<Row>>({
    queryKey: keysOf(noun).lists,
  })) {
    list?.pages.forEach((page, at) => {
      const index = page.items.findIndex((row) => row.id === id);
      const row = page.items[index];
      if (row) places.push({ key, page: at, index, row });
    });
  }
  for (const { key, page, index } of places)
    changeItems<Row>(client, key, page, (items) => items.toSpliced(index, 1));
  return () => {
    for (const { key, page, index, row } of places)
      changeItems<Row>(client, key, page, (items) => items.toSpliced(index, 0, row));
  };
}

function changeItems<Row>(
  client: QueryClient,
  key: QueryKey,
  at: number,
  change: (items: Row[]) => Row[],
): void {
  client.setQueryData<ListPages<Row>>(
    key,
    (list) =>
      list && {
        ...list,
        pages: list.pages.map((page, index) =>
          index === at ? { ...page, items: change(page.items) } : page,
        ),
      },
  );
}

/** Counts and short lists are asked again; long ones are left, or each of their pages would be. */
export function refreshLists(client: QueryClient, noun: string): void {
  void client.invalidateQueries({ queryKey: keysOf(noun).counts });
  void client.invalidateQueries({
    queryKey: keysOf(noun).lists,
    predicate: (query) =>
      ((query.state.data as ListPages<unknown> | undefined)?.pages.length ?? 0) <= SHORT_PAGES,
  });
}

/** A list of so many pages may be asked again as a whole. */
export const SHORT_PAGES = 3;
