import { readable } from "@/router/search.ts";

/**
 * What the address of a list holds: the tab, the filter, the sort, the columns, the place in it, the record that lies open
 * beside it, and of deals the one pipeline.
 */
export interface ListSearch {
  view?: string;
  pipeline?: string;
  filter?: string;
  sort?: string;
  columns?: string;
  /** Of a board: what its columns are. */
  group?: string;
  at?: string;
  open?: string;
}

const NAMES = ["view", "pipeline", "filter", "sort", "columns", "group", "at", "open"] as const;

/** Reads a list's part of the address. What makes no sense there is left out, never an error. */
export function readListSearch(search: Record<string, unknown>): ListSearch {
  const known = NAMES.flatMap((name) => {
    const value = search[name];
    return typeof value === "string" && value !== "" ? [[name, value] as const] : [];
  });
  return Object.fromEntries(known);
}

/** The address of a list in some state. */
export function listHref(path: string, search: ListSearch): string {
  const query = new URLSearchParams(readListSearch({ ...search }) as Record<string, string>);
  return query.size === 0 ? path : `${path}?${readable(query.toString())}`;
}
