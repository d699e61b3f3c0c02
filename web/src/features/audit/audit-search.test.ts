import { expect, test } from "vitest";
import { auditFilter, isNarrowed, readAuditSearch } from "./audit-search.ts";

const BY = "0199b2a0-0000-7000-8000-000000000001";

test("what makes no sense in an address is left out", () => {
  const read = readAuditSearch({ by: "x", noun: "lead", action: "<b>", from: "2026-13-01", to: 7 });
  expect(read).toEqual({ noun: "lead" });
  expect(isNarrowed(read)).toBe(true);
  expect(isNarrowed(readAuditSearch({ noun: 1 }))).toBe(false);
});

test("days are those of the workspace, the last one with all its hours", () => {
  const filter = auditFilter({ by: BY, from: "2026-03-29", to: "2026-03-29" }, "Europe/Berlin");
  expect(JSON.parse(filter ?? "")).toEqual({
    and: [
      { field: "actor_id", op: "eq", value: BY },
      { field: "at", op: "gte", value: expect.stringMatching(/^2026-03-28T23:00/) },
      { field: "at", op: "lt", value: expect.stringMatching(/^2026-03-29T22:00/) },
    ],
  });
  expect(auditFilter({}, "UTC")).toBeUndefined();
});
