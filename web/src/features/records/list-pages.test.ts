import { describe, expect, it } from "vitest";
import {
  type ListPages,
  pageOfRow,
  readPlace,
  rowOfPage,
  rowsOf,
  trimmed,
  wantedPage,
  withPage,
  writePlace,
} from "./list-pages.ts";
import type { PageOf } from "./resource.ts";

type Row = { id: number };
const SIZE = 200;

/* A list of numbers as the server has it: a cursor is the number of the row that it stands behind, or before. */
function page(from: number, to: number, length = 10_000): PageOf<Row> {
  const items = Array.from({ length: to - from }, (_, at) => ({ id: from + at }));
  return {
    items,
    next: to < length ? `c${to}` : null,
    previous: from > 0 ? `c${from}` : null,
  };
}
const behind = (row: number) => page(row, row + SIZE);
const inFront = (row: number) => page(row - SIZE, row);

function scrolledTo(pages: number): ListPages<Row> {
  let list: ListPages<Row> = { pages: [{ ...page(0, SIZE), at: {} }] };
  for (let at = 1; at < pages; at++)
    list = withPage(list, { after: `c${at * SIZE}` }, behind(at * SIZE));
  return list;
}

describe("a stretch of a long list", () => {
  it("grows at both ends, and what stood at a number keeps its own", () => {
    let list: ListPages<Row> = { pages: [{ ...behind(1000), at: { after: "c1000" } }] };
    list = withPage(list, { after: "c1200" }, behind(1200));
    list = withPage(list, { before: "c1000" }, inFront(1000));
    const rows = rowsOf(list);
    expect([rows.length, rows.origin]).toEqual([600, -200]);
    expect([rows.at(0)?.id, rows.at(199)?.id, rows.at(200)?.id, rows.at(599)?.id]).toEqual([
      800, 999, 1000, 1399,
    ]);
    expect(rows.at(600)).toBeUndefined();
    expect(rows.findIndex(({ id }) => id === 1234)).toBe(434);
  });

  it("takes no page twice, and none that does not belong to it any more", () => {
    const list = scrolledTo(2);
    expect(withPage(list, { after: `c${SIZE}` }, behind(SIZE))).toBe(list);
    expect(withPage(list, { before: "c5000" }, inFront(5000))).toBe(list);
  });

  it("asks for what comes into sight, and for nothing that is there", () => {
    const list = scrolledTo(3);
    expect(wantedPage(list, 100, 130)).toBeUndefined();
    expect(wantedPage(list, 520, 550)).toEqual({ after: "c600" });
    const middle: ListPages<Row> = { pages: [{ ...behind(1000), at: { after: "c1000" } }] };
    expect(wantedPage(middle, 10, 40)).toEqual({ before: "c1000" });
    const end: ListPages<Row> = { pages: [{ ...page(9800, 10_000), at: { before: "end" } }] };
    expect(wantedPage(end, 170, 200)).toBeUndefined();
  });
});

describe("what is far out of sight", () => {
  it("is dropped, keeps its place, and is read again when somebody comes back", () => {
    const list = trimmed(scrolledTo(40), 7900, 7940);
    const kept = list.pages.filter(({ items }) => items.length > 0);
    expect(kept).toHaveLength(12);
    const rows = rowsOf(list);
    expect([rows.length, rows.at(7950)?.id, rows.at(10)]).toEqual([8000, 7950, undefined]);

    expect(wantedPage(list, 400, 430)).toEqual({ after: "c200" });
    const back = withPage(list, { after: "c400" }, behind(400));
    expect(rowsOf(back).at(410)?.id).toBe(410);
    expect(rowsOf(trimmed(back, 400, 430)).at(410)?.id).toBe(410);
  });

  it("stays while it is held: a range reaches from it to what is seen", () => {
    const list = trimmed(scrolledTo(40), 100, 7940);
    expect(rowsOf(list).at(100)?.id).toBe(100);
    expect(rowsOf(list).at(4000)?.id).toBe(4000);
  });

  it("joins up again though rows have come in between", () => {
    const list = trimmed(scrolledTo(40), 7900, 7940);
    // two rows more stand before the end of this page now
    const back = withPage(list, { after: "c400" }, page(400, 598));
    expect(back.pages[3]).toMatchObject({ at: { after: "c598" }, dropped: SIZE, items: [] });
  });
});

describe("a place in the address", () => {
  it("is a page and a row of it", () => {
    const list = scrolledTo(3);
    expect(pageOfRow(list, 412)).toEqual({ page: 2, row: 12 });
    expect(rowOfPage(list, { after: "c400" })).toBe(400);
    expect(rowOfPage(list, {})).toBe(0);
    expect(rowOfPage(list, { after: "c77" })).toBeUndefined();
  });

  it.each(["after:eyJz-_0:12", "before:end:170", "start:30"])("%s comes back", (text) => {
    const place = readPlace(text);
    expect(place && writePlace(place)).toBe(text);
  });

  it("is none at the beginning, and none that makes no sense", () => {
    expect(writePlace({ at: {}, row: 0 })).toBeUndefined();
    for (const text of ["", "after:12", "after::12", "start:x", "between:a:1", "after:a b:1"])
      expect(readPlace(text)).toBeUndefined();
  });
});
