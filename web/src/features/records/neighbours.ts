import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { recall, remember } from "@/ui/table/table-memory.ts";
import { type ListPages, rowsOf } from "./list-pages.ts";
import { keysOf, type ListParams, type Versioned } from "./resource.ts";
import { rowNeighbours } from "./row-neighbours.ts";

/** Where a list is, and the name under which one's place in it is kept. */
export interface ListAddress {
  href: string;
  place: string;
}

/** The list that was looked at last, by noun: a record's page leads back to it and on to its neighbours. */
const lastLists = new Map<string, ListAddress & { params: ListParams }>();

/** Says which list is on the screen. */
export function useLastList(noun: string, params: ListParams, address: ListAddress): void {
  useEffect(() => {
    lastLists.set(noun, { params, ...address });
  });
}

/** Where a record stands in the list that one came from. */
export interface Neighbours {
  /** The list with its filter, or the plain one. */
  listHref: string;
  previous?: string;
  next?: string;
}

/** The records before and after this one in the list that one came from. */
export function useNeighbours(noun: string, id: string): Neighbours {
  const client = useQueryClient();
  const last = lastLists.get(noun);
  const listHref = last?.href ?? `/${noun}`;
  const place = last?.place ?? listHref;
  const key = keysOf(noun).list(last?.params ?? {});
  const rows = rowsOf(client.getQueryData<ListPages<Versioned>>(key));
  const at = rows.findIndex((row) => row.id === id);
  useEffect(() => {
    const known = recall(place);
    if (at >= 0 && known) remember(place, { ...known, active: at });
  }, [place, at]);
  const { previous, next } = rowNeighbours(rows, id);
  const path = (other: string | undefined) => (other ? `/${noun}/${other}` : undefined);
  return { listHref, previous: path(previous), next: path(next) };
}
