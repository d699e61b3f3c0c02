import { describe, expect, it } from "vitest";
import { find, moveTo, shiftOf, slotAt, step } from "./arrange.ts";
import type { BoardColumn } from "./types.ts";

const column = (id: string, cards: string[]): BoardColumn<string> => ({
  id,
  title: id,
  color: "",
  count: cards.length,
  cards,
  hasMore: false,
});
const board = [column("A", ["a1", "a2", "a3"]), column("B", []), column("C", ["c1"])];
const self = (card: string) => card;

describe("where a card is and would go", () => {
  it("finds a card, or nothing", () => {
    expect(find(board, "a2", self)).toEqual({ columnId: "A", index: 1 });
    expect(find(board, "zz", self)).toBeNull();
  });

  it("names the neighbours of the new place, without the card itself", () => {
    expect(moveTo(board, "a1", { columnId: "A", index: 1 }, self)).toMatchObject({
      aboveId: "a2",
      belowId: "a3",
    });
    expect(moveTo(board, "a1", { columnId: "C", index: 0 }, self)).toMatchObject({
      from: "A",
      to: "C",
      aboveId: null,
      belowId: "c1",
    });
    expect(moveTo(board, "a1", { columnId: "B", index: 0 }, self)).toMatchObject({
      aboveId: null,
      belowId: null,
    });
  });

  it("is no move when it stays where it is", () => {
    expect(moveTo(board, "a2", { columnId: "A", index: 1 }, self)).toBeNull();
  });
});

describe("arrow keys", () => {
  it("skip empty columns when only the focus moves, and enter them with a card in hand", () => {
    expect(step(board, { columnId: "A", index: 2 }, "ArrowRight", false)).toEqual({
      columnId: "C",
      index: 0,
    });
    expect(step(board, { columnId: "A", index: 2 }, "ArrowRight", true)).toEqual({
      columnId: "B",
      index: 0,
    });
  });

  it("pass a folded column, and drop a card at its top", () => {
    const folded = [
      board[0],
      { ...column("W", ["w1", "w2"]), folded: true },
      board[2],
    ] as typeof board;
    const from = { columnId: "A", index: 2 };
    expect(step(folded, from, "ArrowRight", false)).toEqual({ columnId: "C", index: 0 });
    expect(step(folded, from, "ArrowRight", true)).toEqual({ columnId: "W", index: 0 });
    expect(step(folded, { columnId: "W", index: 0 }, "ArrowDown", true)).toBeNull();
  });

  it("stop at the edges", () => {
    expect(step(board, { columnId: "A", index: 0 }, "ArrowUp", false)).toBeNull();
    expect(step(board, { columnId: "A", index: 2 }, "ArrowDown", true)).toBeNull();
    expect(step(board, { columnId: "C", index: 0 }, "ArrowRight", true)).toBeNull();
  });
});

describe("columns with an order of their own", () => {
  it("take a card at their top, and pass on those that take none", () => {
    const [first, second, third] = board as [
      BoardColumn<string>,
      BoardColumn<string>,
      BoardColumn<string>,
    ];
    const months = [first, { ...second, closed: true }, third];
    const from = { columnId: "A", index: 2 };
    expect(step(months, from, "ArrowRight", true, true)).toEqual({ columnId: "C", index: 0 });
    expect(step(months, from, "ArrowUp", true, true)).toBeNull();
    expect(step(months, from, "ArrowUp", false, true)).toEqual({ columnId: "A", index: 1 });
    expect(moveTo(months, "a2", { columnId: "A", index: 0 }, self, true)).toBeNull();
    expect(moveTo(months, "a2", { columnId: "C", index: 0 }, self, true)).toMatchObject({
      to: "C",
    });
  });
});

describe("making room", () => {
  it("shifts the cards below the slot down, and those below the gap up", () => {
    expect([0, 1, 2].map((index) => shiftOf(index, null, 1))).toEqual([0, 1, 1]);
    expect([1, 2].map((index) => shiftOf(index, 0, null))).toEqual([-1, -1]);
    expect([1, 2].map((index) => shiftOf(index, 0, 1))).toEqual([-1, 0]);
  });

  it("keeps the slot within the column", () => {
    expect(slotAt(-50, 90, 3)).toBe(0);
    expect(slotAt(100, 90, 3)).toBe(1);
    expect(slotAt(9_000, 90, 3)).toBe(3);
  });
});
