import { describe, expect, it } from "vitest";
import type { Stage } from "@/features/pipelines/types.ts";
import {
  addUp,
  appendPage,
  dropDeal,
  inStage,
  mergeFresh,
  placeOf,
  putDeal,
  renewDeal,
  settleDeal,
  weighted,
} from "./board-cache.ts";
import { dayInMonth } from "./board-columns.ts";
import type { BoardData, Deal, DealColumn } from "./types.ts";

const NOW = "2026-11-23T09:00:00Z";

function stage(id: string, kind: string, probability: number): Stage {
  return {
    id,
    pipeline_id: "p",
    name: id,
    kind,
    probability,
    forecast_category: "pipeline",
    required_fields: [],
    position: 0,
    version: 1,
  };
}
const NEW = stage("new", "open", 10);
const PROPOSAL = stage("proposal", "open", 50);
const LOST = stage("lost", "lost", 0);

function deal(id: string, at: Stage, rank: string, amount: number | null, currency = "EUR"): Deal {
  return {
    id,
    name: id,
    pipeline_id: "p",
    stage_id: at.id,
    state: at.kind,
    amount,
    currency,
    probability: at.probability,
    weighted_amount: weighted(amount, at.probability),
    rank,
    stage_entered_at: NOW,
    created_at: NOW,
    updated_at: NOW,
    version: 1,
  };
}

function board(...columns: [Stage, Deal[], string?][]): BoardData {
  return {
    pipeline_id: "p",
    group: "stage",
    columns: columns.map(([at, items, next]) => ({ ...columnOf(at.id, items, next), stage: at })),
  };
}

function columnOf(id: string, items: Deal[], next?: string): DealColumn {
  const worth = ({ currency, amount, weighted_amount }: Deal): DealColumn => ({
    id: "",
    count: 1,
    sums: [{ currency, amount: amount ?? 0, weighted: weighted_amount ?? 0 }],
    deals: { items: [] },
  });
  return {
    id,
    count: items.length + (next ? 10 : 0),
    sums: addUp(items.map(worth)),
    deals: { items, next: next ?? null },
  };
}

const ids = (data: BoardData) => data.columns.map((column) => column.deals.items.map((d) => d.id));
const a = deal("a", NEW, "1", 10_000);
const b = deal("b", NEW, "2", 20_000);
const c = deal("c", PROPOSAL, "1", 40_000);
const start = () => board([NEW, [a, b]], [PROPOSAL, [c]], [LOST, []]);

describe("a move on the screen", () => {
  it("takes the card along with its count and sums, at the new stage's probability", () => {
    const moved = putDeal(start(), inStage(a, PROPOSAL, NOW), {
      columnId: "proposal",
      aboveId: "c",
    });
    expect(ids(moved)).toEqual([["b"], ["c", "a"], []]);
    expect(moved.columns.map((column) => column.count)).toEqual([1, 2, 0]);
    expect(moved.columns[0]?.sums).toEqual([{ currency: "EUR", amount: 20_000, weighted: 2_000 }]);
    expect(moved.columns[1]?.sums).toEqual([{ currency: "EUR", amount: 50_000, weighted: 25_000 }]);
  });

  it("is undone card by card: what else has changed meanwhile stays", () => {
    const first = start();
    const place = placeOf(first, "b");
    const both = putDeal(
      putDeal(first, inStage(b, PROPOSAL, NOW), { columnId: "proposal", aboveId: null }),
      inStage(a, PROPOSAL, NOW),
      { columnId: "proposal", aboveId: "c" },
    );
    expect(ids(both)).toEqual([[], ["b", "c", "a"], []]);
    const back = putDeal(both, b, place ?? { columnId: "", aboveId: null });
    expect(ids(back)).toEqual([["b"], ["c", "a"], []]);
    expect(back.columns[0]?.sums).toEqual(board([NEW, [b]]).columns[0]?.sums);
  });

  it("keeps currencies apart", () => {
    const dollars = deal("d", NEW, "3", 7_000, "USD");
    const mixed = board([NEW, [a, dollars]], [PROPOSAL, [c]]);
    const moved = putDeal(mixed, inStage(dollars, PROPOSAL, NOW), {
      columnId: "proposal",
      aboveId: null,
    });
    expect(moved.columns[1]?.sums).toEqual([
      { currency: "EUR", amount: 40_000, weighted: 20_000 },
      { currency: "USD", amount: 7_000, weighted: 3_500 },
    ]);
    expect(addUp(moved.columns).map((sum) => [sum.currency, sum.amount])).toEqual([
      ["EUR", 50_000],
      ["USD", 7_000],
    ]);
  });

  it("gives the deal what follows from the stage", () => {
    expect(inStage(a, LOST, NOW, "Price")).toMatchObject({
      state: "lost",
      lost_reason: "Price",
      closed_at: NOW,
      weighted_amount: 0,
    });
    expect(inStage(a, NEW, "2027-01-01T00:00:00Z")).toBe(a);
  });
});

describe("the server's answer", () => {
  it("puts a card by its rank, and off the board when it has left the pipeline", () => {
    const settled = settleDeal(start(), { ...a, stage_id: "proposal", rank: "0" });
    expect(ids(settled)).toEqual([["b"], ["a", "c"], []]);
    expect(ids(settleDeal(start(), { ...a, stage_id: "elsewhere" }))).toEqual([["b"], ["c"], []]);
    expect(ids(dropDeal(start(), "c"))).toEqual([["a", "b"], [], []]);
  });

  it("adds a page without taking a card twice", () => {
    const page = { items: [b, deal("e", NEW, "3", null)], next: "n" };
    const longer = appendPage(start(), "new", page);
    expect(ids(longer)[0]).toEqual(["a", "b", "e"]);
    expect(longer.columns[0]?.deals.next).toBe("n");
  });

  it("keeps the pages that were scrolled to when the first ones are read again", () => {
    const tail = deal("e", NEW, "9", null);
    const old = board([NEW, [a, b, tail], "after e"], [PROPOSAL, [c]]);
    const movedAway = deal("x", PROPOSAL, "2", null);
    const fresh = board(
      [NEW, [deal("z", NEW, "0", null), a], "after a"],
      [PROPOSAL, [c, movedAway]],
    );
    const merged = mergeFresh(old, fresh);
    expect(ids(merged)).toEqual([
      ["z", "a", "b", "e"],
      ["c", "x"],
    ]);
    expect(merged.columns[0]?.deals.next).toBe("after e");
  });
});

describe("a board by owners or months", () => {
  const of = (id: string, owner_id: string | null, expected_close_date: string | null): Deal => ({
    ...deal(id, NEW, "1", 1_000),
    owner_id,
    expected_close_date,
  });
  const near = of("near", "ann", "2026-11-20");
  const far = of("far", "ann", "2026-12-24");
  const owners = (): BoardData => ({
    pipeline_id: "p",
    group: "owner",
    columns: [
      { ...columnOf("ann", [near, far]), owner_id: "ann" },
      { ...columnOf("bob", []), owner_id: "bob" },
      columnOf("none", []),
    ],
  });
  const months = (): BoardData => ({
    pipeline_id: "p",
    group: "month",
    columns: [
      columnOf("late", []),
      { ...columnOf("2026-11", [near]), month: "2026-11-01" },
      { ...columnOf("2026-12", [far]), month: "2026-12-01" },
      columnOf("later", []),
      columnOf("none", []),
    ],
  });

  it("puts a deal with its owner, what closes first on top", () => {
    expect(ids(settleDeal(owners(), { ...far, owner_id: "bob" }))).toEqual([["near"], ["far"], []]);
    expect(ids(settleDeal(owners(), { ...near, owner_id: null }))).toEqual([["far"], [], ["near"]]);
    const sooner = { ...far, expected_close_date: "2026-11-01" };
    expect(ids(renewDeal(owners(), sooner))).toEqual([["far", "near"], [], []]);
  });

  it("puts a deal into its month, or before or behind those that are shown", () => {
    const to = (date: string | null) =>
      ids(settleDeal(months(), { ...near, expected_close_date: date }));
    expect(to("2026-12-31")).toEqual([[], [], ["far", "near"], [], []]);
    expect(to("2026-10-31")).toEqual([["near"], [], ["far"], [], []]);
    expect(to("2027-01-01")).toEqual([[], [], ["far"], ["near"], []]);
    expect(to(null)).toEqual([[], [], ["far"], [], ["near"]]);
  });

  it("lets a deal go that is closed, or has gone to another pipeline", () => {
    expect(ids(settleDeal(owners(), { ...near, state: "won" }))[0]).toEqual(["far"]);
    expect(ids(settleDeal(months(), { ...near, pipeline_id: "q" }))[1]).toEqual([]);
  });
});

describe("a day in another month", () => {
  it("is the same one, as far as the month has it, and none that has passed", () => {
    expect(dayInMonth("2026-10-31", "2026-11-01", "2026-11-05")).toBe("2026-11-30");
    expect(dayInMonth("2026-12-24", "2027-01-01", "2026-11-05")).toBe("2027-01-24");
    expect(dayInMonth("2026-12-03", "2026-11-01", "2026-11-05")).toBe("2026-11-05");
    expect(dayInMonth(null, "2028-02-01", "2026-11-05")).toBe("2028-02-29");
  });
});
