import { expect, it } from "vitest";
import { byNoun } from "./permission-words.ts";

const all = { administrator: true };

it("groups permissions by noun, sees them first, and leaves out none", () => {
  const groups = byNoun({
    "widgets.spin": all,
    "deals.update": all,
    "deals.read": all,
    "leads.read": all,
  });
  expect(groups.map(({ lines }) => lines.map(({ permission }) => permission))).toEqual([
    ["leads.read"],
    ["deals.read", "deals.update"],
    ["widgets.spin"],
  ]);
  expect(groups[2]).toMatchObject({ noun: "widgets", lines: [{ action: "spin", roles: all }] });
});
