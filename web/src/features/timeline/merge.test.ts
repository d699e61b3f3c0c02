import { describe, expect, it } from "vitest";
import { mergeByTime, nextStrand } from "./merge.ts";

const at = (...hours: number[]) =>
  hours.map((hour) => ({ at: `2026-11-23T${String(hour).padStart(2, "0")}:00:00Z` }));
const hours = (items: { at: string }[]) => items.map(({ at }) => Number(at.slice(11, 13)));

describe("changes and activities in one timeline", () => {
  it("stand in the order of time, the newest first", () => {
    const merged = mergeByTime([
      { items: at(9, 5, 1), hasMore: false },
      { items: at(8, 6), hasMore: false },
    ]);
    expect(hours(merged)).toEqual([9, 8, 6, 5, 1]);
  });

  it("wait where a list may still hold something in between", () => {
    const strands = [
      { items: at(9, 5), hasMore: true },
      { items: at(8, 6, 4, 2), hasMore: true },
    ];
    expect(hours(mergeByTime(strands))).toEqual([9, 8, 6, 5]);
    expect(nextStrand(strands)).toBe(0);
  });

  it("ask the list that holds the others back, and nobody when all is there", () => {
    expect(
      nextStrand([
        { items: at(9), hasMore: false },
        { items: at(8), hasMore: true },
      ]),
    ).toBe(1);
    expect(nextStrand([{ items: at(9), hasMore: false }])).toBe(-1);
  });

  it("compare instants, not texts", () => {
    const merged = mergeByTime([
      { items: [{ at: "2026-11-23T10:00:00Z" }], hasMore: false },
      { items: [{ at: "2026-11-23T10:00:00.5Z" }], hasMore: false },
    ]);
    expect(merged[0]?.at).toBe("2026-11-23T10:00:00.5Z");
  });
});
