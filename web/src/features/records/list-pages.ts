import type { Rows } from "@/ui/table/rows.ts";
import type { PageOf } from "./resource.ts";

/** From where a page is read: behind a cursor, before one, or (`before: "end"`) at the end; nothing: at the beginning. */
export interface PageAt {
  after?: string;
  before?: string;
}

/** A page of a list, and from where it was read; one whose rows were dropped can be read again from there. */
export interface Slot<Row> extends PageOf<Row> {
  at?: PageAt;
  /** How many rows it had when they were dropped. */
  dropped?: number;
}

/** A stretch of a list, page by page. */
export interface ListPages<Row> {
  pages: Slot<Row>[];
  /** The number of its first row, of those that it began with: below zero once there are rows in front of them. */
  origin?: number;
  /** Another number for another stretch: nothing of its places is comparable. */
  stretch?: number;
}

/* Pages whose rows are kept: some two thousand rows around what is seen. */
const KEPT_PAGES = 12;
/** Rows from the edge of what is loaded at which the next page is asked for. */
const AHEAD_ROWS = 60;

const sizeOf = <Row>(slot: Slot<Row>) => slot.dropped ?? slot.items.length;

/** The numbers of the rows that the pages begin with, and of what would come behind them. */
function startsOf<Row>(pages: readonly Slot<Row>[]): number[] {
  const starts = [0];
  for (const slot of pages) starts.push((starts.at(-1) ?? 0) + sizeOf(slot));
  return starts;
}

/** The page that a row is on. */
export function pageOfRow<Row>(list: ListPages<Row>, index: number): { page: number; row: number } {
  const starts = startsOf(list.pages);
  const page = Math.max(
    0,
    Math.min(
      list.pages.length - 1,
      starts.findLastIndex((s) => s <= index),
    ),
  );
  return { page, row: index - (starts[page] ?? 0) };
}

/** The number of a page's first row; undefined when no page was read from there. */
export function rowOfPage<Row>(list: ListPages<Row>, at: PageAt): number | undefined {
  const page = list.pages.findIndex((slot) => samePlace(slot.at, at));
  return page < 0 ? undefined : startsOf(list.pages)[page];
}

/** The rows of a stretch by number; those that were dropped are not there, but keep their place. */
export function rowsOf<Row>(list: ListPages<Row> | undefined): Rows<Row> {
  const pages = list?.pages ?? [];
  const starts = startsOf(pages);
  return {
    length: starts.at(-1) ?? 0,
    origin: list?.origin ?? 0,
    stretch: list?.stretch ?? 0,
    at: (index) => {
      const page = starts.findLastIndex((start) => start <= index);
      return pages[page]?.items[index - (starts[page] ?? 0)];
    },
    findIndex: (is) => {
      for (const [page, { items }] of pages.entries()) {
        const row = items.findIndex(is);
        if (row >= 0) return (starts[page] ?? 0) + row;
      }
      return -1;
    },
  };
}

function samePlace(a: PageAt = {}, b: PageAt = {}): boolean {
  return (a.after ?? "") === (b.after ?? "") && (a.before ?? "") === (b.before ?? "");
}

/** What has to be read for what is seen of a list: a page that was dropped, the one behind the last, or before the first. */
export function wantedPage<Row>(
  list: ListPages<Row>,
  first: number,
  last: number,
): PageAt | undefined {
  const starts = startsOf(list.pages);
  const gap = list.pages.findIndex(
    (slot, page) =>
      slot.dropped !== undefined &&
      (starts[page + 1] ?? 0) > first - AHEAD_ROWS &&
      (starts[page] ?? 0) <= last + AHEAD_ROWS,
  );
  if (gap >= 0) return list.pages[gap]?.at ?? {};
  const next = list.pages.at(-1)?.next;
  if (next && last >= (starts.at(-1) ?? 0) - AHEAD_ROWS) return { after: next };
  const previous = list.pages[0]?.previous;
  return previous && first <= AHEAD_ROWS ? { before: previous } : undefined;
}

/** The stretch with a page that has come: in the place of a dropped one, behind the last or before the first. */
export function withPage<Row>(list: ListPages<Row>, at: PageAt, page: PageOf<Row>): ListPages<Row> {
  const slot: Slot<Row> = { ...page, at };
  if (at.after && list.pages.at(-1)?.next === at.after)
    return { ...list, pages: [...list.pages, slot] };
  if (at.before && list.pages[0]?.previous === at.before)
    return {
      ...list,
      origin: (list.origin ?? 0) - page.items.length,
      pages: [slot, ...list.pages],
    };
  const gap = list.pages.findIndex((one) => one.dropped !== undefined && samePlace(one.at, at));
  if (gap < 0) return list;
  const pages = list.pages.with(gap, slot);
  joinUp(pages, gap);
  return { ...list, pages };
}

/* Rows have come or gone since: the page beside is read again from where this one now ends. */
function joinUp<Row>(pages: Slot<Row>[], at: number): void {
  const slot = pages[at];
  const forwards = !slot?.at?.before;
  const beside = pages[forwards ? at + 1 : at - 1];
  const place = forwards ? { after: slot?.next } : { before: slot?.previous };
  const wanted = place.after ?? place.before;
  const has = forwards ? beside?.at?.after : beside?.at?.before;
  if (!beside || !wanted || !has || has === wanted) return;
  pages[forwards ? at + 1 : at - 1] = {
    ...beside,
    items: [],
    dropped: sizeOf(beside),
    at: place as PageAt,
  };
}

/** The stretch without the rows of pages that are far from what is seen. */
export function trimmed<Row>(list: ListPages<Row>, first: number, last: number): ListPages<Row> {
  const kept = list.pages.filter((slot) => slot.dropped === undefined).length;
  if (kept <= KEPT_PAGES) return list;
  const starts = startsOf(list.pages);
  const distance = (page: number) =>
    Math.max((starts[page] ?? 0) - last, first - (starts[page + 1] ?? 0), 0);
  const near = list.pages
    .map((_, page) => page)
    .filter((page) => list.pages[page]?.dropped === undefined)
    .sort((a, b) => distance(a) - distance(b));
  const seen = near.filter((page) => distance(page) === 0).length;
  const keeps = new Set(near.slice(0, Math.max(KEPT_PAGES, seen)));
  return {
    ...list,
    pages: list.pages.map((slot, page) =>
      slot.dropped !== undefined || keeps.has(page)
        ? slot
        : { ...slot, items: [], dropped: slot.items.length },
    ),
  };
}

/** A place in a list, as the address has it: `after:<cursor>:12` is the twelfth row of the page behind the cursor. */
export interface ListPlace {
  at: PageAt;
  row: number;
}

/** Writes a place; nothing for the very beginning. */
export function writePlace({ at, row }: ListPlace): string | undefined {
  if (at.after) return `after:${at.after}:${row}`;
  if (at.before) return `before:${at.before}:${row}`;
  return row === 0 ? undefined : `start:${row}`;
}

/** Reads a place from an address; what makes no sense is the beginning. */
export function readPlace(text: string | undefined): ListPlace | undefined {
  const [, way, cursor, row] =
    /^(start|after|before)(?::([\w-]+))?:(\d{1,6})$/.exec(text ?? "") ?? [];
  if (!way || row === undefined || (way !== "start" && !cursor)) return undefined;
  return { at: way === "start" ? {} : { [way]: cursor }, row: Number(row) };
}
