import { describe, expect, it } from "vitest";
import { type Condition, readConditions, writeConditions } from "./conditions.ts";

describe("conditions in the address", () => {
  it("read as a person would type them", () => {
    const conditions: Condition[] = [
      { field: "status", op: "is", values: ["new", "contacted"] },
      { field: "owner_id", op: "not", values: ["me"] },
      { field: "amount", op: "between", values: ["100", "500000"] },
      { field: "source", op: "is", values: ["Trade fair", 'The "big" one', "a,b", "back\\slash"] },
      { field: "created_at", op: "last", values: ["7"] },
      { field: "score", op: "gte", values: ["50"] },
      { field: "company_name", op: "contains", values: ["Söhne"] },
      { field: "email", op: "empty", values: [] },
    ];
    const text = writeConditions(conditions);
    expect(text).toMatch(/^status:new,contacted owner_id!:me amount=100\.\.500000 source:"Trade/);
    expect(readConditions(text)).toEqual(conditions);
  });

  it("come back as what they were, whatever the value", () => {
    for (const value of ["=SUM(1)", "a:b>=c", "x..y", '"', "\\", "  ", "ü", "none", "7d", "<b>"]) {
      const conditions: Condition[] = [{ field: "source", op: "is", values: [value] }];
      expect(readConditions(writeConditions(conditions))).toEqual(conditions);
    }
  });

  it("leave out what makes no sense", () => {
    expect(readConditions("")).toEqual([]);
    expect(readConditions("status: :new >= = status=x 9:1 plain")).toEqual([]);
  });
});
