import type { QueryClient } from "@tanstack/react-query";
import { peopleQuery } from "@/features/people/people.ts";
import type { ListSearch } from "./list-search.ts";
import { countQuery } from "./record-queries.ts";
import type { Resource, Versioned } from "./resource.ts";
import { listQuery } from "./use-list.ts";

/** What loads a list's first page, as it is when nothing is filtered; anything else the page asks for itself. */
export type PreloadList = (client: QueryClient, search: ListSearch) => void;

/** Makes a noun's loader. Nothing waits for it. */
export function preloadList<Row extends Versioned, Patch extends object>(
  resource: Resource<Row, Patch>,
  sort: string,
): PreloadList {
  return (client, search) => {
    if (search.view || search.filter || search.sort || search.at || search.pipeline) return;
    void client.prefetchQuery(listQuery(client, resource, { sort }));
    void client.prefetchQuery(countQuery(resource, undefined, false));
    void client.prefetchQuery(peopleQuery);
  };
}
