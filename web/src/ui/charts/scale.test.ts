import { expect, it } from "vitest";
import { labelStride, largest, niceTicks } from "./scale.ts";

it("chooses round ticks that cover the largest figure", () => {
  expect(niceTicks(92)).toEqual([0, 25, 50, 75, 100]);
  expect(niceTicks(7)).toEqual([0, 2, 4, 6, 8]);
  expect(niceTicks(0)).toEqual([0, 1]);
});

it("ignores gaps", () => {
  expect(largest([[1, null, 3], [null]])).toBe(3);
  expect(largest([])).toBe(0);
});

it("leaves labels out before they touch", () => {
  expect(labelStride(12, 800, 64)).toBe(1);
  expect(labelStride(12, 300, 64)).toBe(3);
});
