import { describe, expect, it } from "vitest";
import { boardFilter, pipelineHref, readPipelineSearch } from "./pipeline-search.ts";

const EUR = { homeCurrency: "EUR" };
const TODAY = "2026-12-31";

function conditions(filter: string | undefined): unknown {
  return filter && JSON.parse(filter).and;
}

describe("the pipeline's address", () => {
  it("takes what it knows and leaves the rest out", () => {
    expect(
      readPipelineSearch({ view: "mine", owner: "", min: -5, close: "soon", new: "yes", x: 1 }),
    ).toEqual({
      view: "mine",
    });
  });

  it("is written shortly", () => {
    expect(pipelineHref({})).toBe("/pipeline");
    expect(pipelineHref({ view: "month", deal: "d 1", owner: undefined })).toBe(
      "/pipeline?view=month&deal=d+1",
    );
  });
});

describe("the filter for the server", () => {
  it("is none when everything is wanted", () => {
    expect(boardFilter({}, TODAY, EUR)).toBeUndefined();
  });

  it("compares amounts within one currency only", () => {
    expect(conditions(boardFilter({ min: 500_000, owner: "none" }, TODAY, EUR))).toEqual([
      { field: "owner_id", op: "empty" },
      { field: "amount", op: "gte", value: 500_000 },
      { field: "currency", op: "eq", value: "EUR" },
    ]);
  });

  it.each([
    ["month", "2026-12-01", "2026-12-31"],
    ["next-month", "2027-01-01", "2027-01-31"],
    ["quarter", "2026-10-01", "2026-12-31"],
    ["week", "2026-12-31", "2027-01-06"],
  ] as const)("knows the days of %s at the turn of the year", (close, from, to) => {
    expect(conditions(boardFilter({ close }, TODAY, EUR))).toEqual([
      { field: "expected_close_date", op: "gte", value: from },
      { field: "expected_close_date", op: "lte", value: to },
    ]);
  });

  it("reaches the end of February", () => {
    expect(boardFilter({ close: "month" }, "2028-02-10", EUR)).toContain("2028-02-29");
  });
});
