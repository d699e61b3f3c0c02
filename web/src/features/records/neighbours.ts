import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { recall, remember } from "@/ui/table/table-memory.ts";
import { keysOf, type ListParams, type PageOf, type Versioned } from "./resource.ts";

/** The list that was looked at last, by noun: a record's page leads back to it and on to its neighbours. */
const lastLists = new Map<string, { params: ListParams; href: string }>();

/** Says which list is on the screen. */
export function useLastList(noun: string, params: ListParams, href: string): void {
  useEffect(() => {
    lastLists.set(noun, { params, href });
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
  const list = lastLists.get(noun);
  const href = list?.href ?? `/${noun}`;
  const data = client.getQueryData<InfiniteData<PageOf<Versioned>>>(
    keysOf(noun).list(list?.params ?? {}),
  );
  const ids = data?.pages.flatMap((page) => page.items.map((row) => row.id)) ?? [];
  const at = ids.indexOf(id);
  useEffect(() => {
    const place = recall(href);
    if (at >= 0 && place) remember(href, { ...place, active: at });
  }, [href, at]);
  const path = (other: string | undefined) => (other ? `/${noun}/${other}` : undefined);
  return at < 0
    ? { listHref: href }
    : { listHref: href, previous: path(ids[at - 1]), next: path(ids[at + 1]) };
}
