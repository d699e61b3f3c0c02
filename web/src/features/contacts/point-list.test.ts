import { expect, test } from "vitest";
import { putAt, putFirst, removeAt } from "./point-list.ts";

const point = (value: string) => ({ label: "work", value });
const three = [point("a"), point("b"), point("c")];
const values = (points: { value: string }[]) => points.map(({ value }) => value);

test("one is written anew where it stands, or added at the end", () => {
  expect(values(putAt(three, 1, point("x")))).toEqual(["a", "x", "c"]);
  expect(values(putAt(three, 3, point("x")))).toEqual(["a", "b", "c", "x"]);
  expect(values(putAt([], 0, point("x")))).toEqual(["x"]);
});

test("when the primary one is taken out, the next one is", () => {
  expect(values(removeAt(three, 0))).toEqual(["b", "c"]);
});

test("one becomes primary with what was just typed, and the others keep their order", () => {
  expect(values(putFirst(three, 2, point("c2")))).toEqual(["c2", "a", "b"]);
});
