import { expect, it } from "vitest";
import { reasonsOf, rejectedRow } from "./rejections.ts";

const row = (line: number, code: string, column: string | null) =>
  rejectedRow(line, { code, column, value: "x", message: `${code}!` });

it("counts the reasons by code and column, the commonest first", () => {
  const rows = [
    row(2, "unknown_reference", "account"),
    row(3, "not_a_date", "close_date"),
    row(4, "not_a_date", "close_date"),
    row(5, "not_a_date", "engage_date"),
  ];
  expect(reasonsOf(rows).map(({ id, count }) => [id, count])).toEqual([
    ["not_a_date close_date", 2],
    ["unknown_reference account", 1],
    ["not_a_date engage_date", 1],
  ]);
});

it("reads a row of which little is known", () => {
  expect(rejectedRow(7, { code: "cell_count", message: "Too short." })).toEqual({
    line: 7,
    code: "cell_count",
    column: null,
    value: null,
    message: "Too short.",
  });
  expect(rejectedRow(8, null).code).toBe("");
});
