import { describe, expect, it } from "vitest";
import { nextSort, sortState } from "./columns.ts";
import { rowAfterKey } from "./use-row-keys.ts";

describe("the keys of a list", () => {
  it("start at the top and stop at both ends", () => {
    expect(rowAfterKey("j", -1, 100, 20)).toBe(0);
    expect(rowAfterKey("k", 0, 100, 20)).toBe(0);
    expect(rowAfterKey("ArrowDown", 99, 100, 20)).toBe(99);
    expect(rowAfterKey("PageDown", 90, 100, 20)).toBe(99);
    expect(rowAfterKey("Home", 50, 100, 20)).toBe(0);
    expect(rowAfterKey("x", 50, 100, 20)).toBeNull();
  });
});

describe("sorting", () => {
  it("says which way a column is sorted and turns it round", () => {
    expect(sortState("-created_at", "created_at")).toBe("descending");
    expect(sortState("-created_at", "name")).toBe("none");
    expect(nextSort("-created_at", "created_at")).toBe("created_at");
    expect(nextSort("created_at", "created_at")).toBe("-created_at");
  });
});
