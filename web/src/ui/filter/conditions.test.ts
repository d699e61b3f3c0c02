import { describe, expect, it } from "vitest";
import { type Condition, readFilter, writeConditions, writeFilter } from "./conditions.ts";
import { conditionsOf, type FilterNode, type Group } from "./tree.ts";

const is = (field: string, ...values: string[]): Condition => ({ field, op: "is", values });
const all = (...nodes: FilterNode[]): Group => ({ any: false, nodes });
const any = (...nodes: FilterNode[]): Group => ({ any: true, nodes });

describe("conditions in the address", () => {
  it("read as a person would type them", () => {
    const conditions: Condition[] = [
      { field: "status", op: "is", values: ["new", "contacted"] },
      { field: "owner_id", op: "not", values: ["me"] },
      { field: "amount", op: "between", values: ["100", "500000"] },
      { field: "source", op: "is", values: ["Trade fair", 'The "big" one', "a,b", "back\\slash"] },
      { field: "created_at", op: "last", values: ["7"] },
      { field: "due_on", op: "span", values: ["this-week"] },
      { field: "score", op: "gte", values: ["50"] },
      { field: "score", op: "lt", values: ["90"] },
      { field: "company_name", op: "contains", values: ["Söhne (Bonn)"] },
      { field: "email", op: "empty", values: [] },
    ];
    const text = writeConditions(conditions);
    expect(text).toMatch(/^status:new,contacted owner_id!:me amount=100\.\.500000 source:"Trade/);
    expect(readFilter(text)).toEqual(all(...conditions));
  });

  it("come back as what they were, whatever the value", () => {
    for (const value of ["=SUM(1)", "a:b>=c", "x..y", '"', "\\", "  ", "ü", "none", "7d", "(or)"]) {
      const filter = all(is("source", value));
      expect(readFilter(writeFilter(filter))).toEqual(filter);
    }
  });

  it("leave out what makes no sense", () => {
    expect(readFilter("").nodes).toEqual([]);
    expect(conditionsOf(readFilter("status: :new >= = status=x 9:1 plain or ) (("))).toEqual([]);
  });
});

describe("groups in the address", () => {
  it.each([
    ["a:1 (b:2 or c:3)", all(is("a", "1"), any(is("b", "2"), is("c", "3")))],
    ["a:1 or (b:2 c:3)", any(is("a", "1"), all(is("b", "2"), is("c", "3")))],
    [
      "a:1 (b:2 or (c:3 (d:4 or e:5)))",
      all(is("a", "1"), any(is("b", "2"), all(is("c", "3"), any(is("d", "4"), is("e", "5"))))),
    ],
  ])("%s comes back as it was", (text, filter) => {
    expect(readFilter(text)).toEqual(filter);
    expect(writeFilter(filter)).toBe(text);
  });

  it("bind “and” closer than “or”, and need no parentheses that say nothing", () => {
    expect(readFilter("a:1 b:2 or c:3")).toEqual(
      any(all(is("a", "1"), is("b", "2")), is("c", "3")),
    );
    expect(readFilter("((a:1)) and (b:2)")).toEqual(all(is("a", "1"), is("b", "2")));
    expect(readFilter("(a:1 or b:2")).toEqual(any(is("a", "1"), is("b", "2")));
  });
});
