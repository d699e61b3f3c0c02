import type { Count } from "@/api/generated/types.gen.ts";

/** What every record has: an id, and a version that grows with each change. */
export interface Versioned {
  id: string;
  version: number;
}

/** One page of a list and the cursor of the next. */
export interface PageOf<Row> {
  items: Row[];
  next?: string | null;
  /** What `before` is for the page in front of this one. */
  previous?: string | null;
}

/** What a list is asked for. */
export interface ListParams {
  filter?: string;
  sort?: string;
}

/** What a page of a list is asked for. */
export interface PageParams extends ListParams {
  cursor?: string;
  before?: string;
  limit: number;
}

/**
 * A noun's calls, so that lists, inline edits and the trash work the same for all of them. Each
 * noun has one, made of the generated client's operations.
 */
export interface Resource<
  Row extends Versioned,
  Patch extends object,
  Noun extends string = string,
> {
  /** The plural, as in the address and in the cache's keys. */
  noun: Noun;
  page: (query: PageParams, signal: AbortSignal) => Promise<PageOf<Row>>;
  count: (query: { filter?: string; exact?: boolean }, signal: AbortSignal) => Promise<Count>;
  get: (id: string, signal: AbortSignal) => Promise<Row>;
  update: (id: string, version: number, patch: Patch) => Promise<Row>;
  trash: (id: string) => Promise<unknown>;
  restore: (id: string) => Promise<Row>;
}

/** The keys of a noun's entries in the cache. */
export const keysOf = (noun: string) => ({
  lists: [noun, "list"] as const,
  list: (params: ListParams) => [noun, "list", params] as const,
  counts: [noun, "count"] as const,
  /** Without a filter it is the count that the sidebar shows. */
  count: (filter: string | undefined, exact: boolean) =>
    exact
      ? [noun, "count", filter ?? "", "exact"]
      : filter
        ? [noun, "count", filter]
        : [noun, "count"],
  record: (id: string) => [noun, "record", id] as const,
  events: (id: string) => [noun, "events", id] as const,
});
