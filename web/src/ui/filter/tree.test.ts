import { describe, expect, it } from "vitest";
import { readFilter, writeFilter } from "./conditions.ts";
import { nodeAt, type Path, simplified, withNode, withOther, withoutField } from "./tree.ts";

const FILTER = readFilter("a:1 (b:2 or c:3) d:4");
const result = (filter: ReturnType<typeof withNode>) => writeFilter(simplified(filter));
const x = { field: "x", op: "is" as const, values: ["9"] };

describe("a filter that is edited", () => {
  it("finds its parts", () => {
    expect(nodeAt(FILTER, [1, 1])).toMatchObject({ field: "c" });
    expect(nodeAt(FILTER, [7])).toBeUndefined();
    expect(nodeAt(FILTER, [0, 0])).toBeUndefined();
  });

  it.each<[string, Path, typeof x | null, string]>([
    ["another condition", [0], x, "x:9 (b:2 or c:3) d:4"],
    ["one more in a group", [1, 2], x, "a:1 (b:2 or c:3 or x:9) d:4"],
    ["one more at the end", [3], x, "a:1 (b:2 or c:3) d:4 x:9"],
    ["one less, and its group is gone", [1, 0], null, "a:1 c:3 d:4"],
    ["a group less", [1], null, "a:1 d:4"],
  ])("%s", (_, path, node, text) => {
    expect(result(withNode(FILTER, path, node))).toBe(text);
  });

  it("loses every condition on a field", () => {
    expect(writeFilter(withoutField(FILTER, "b"))).toBe("a:1 c:3 d:4");
    expect(writeFilter(withoutField(FILTER, "z"))).toBe("a:1 (b:2 or c:3) d:4");
  });

  it("joins the other way", () => {
    expect(result(withOther(FILTER, []))).toBe("a:1 or b:2 or c:3 or d:4");
    expect(result(withOther(FILTER, [1]))).toBe("a:1 b:2 c:3 d:4");
  });
});
