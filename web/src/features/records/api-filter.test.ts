import { describe, expect, it } from "vitest";
import { readConditions } from "@/ui/filter/conditions.ts";
import { apiFilter } from "./api-filter.ts";

const KINDS = {
  status: "choice",
  owner_id: "choice",
  amount: "money",
  created_at: "moment",
  due_on: "date",
  company_name: "text",
} as const;
const here = { timeZone: "Europe/Berlin", today: "2026-11-23" };
const filter = (text: string) => {
  const json = apiFilter(readConditions(text), KINDS, here);
  return json === undefined ? undefined : JSON.parse(json).and;
};

describe("a list's filter for the API", () => {
  it("takes several values, and nobody as one of them", () => {
    expect(filter("status:new,nurture")).toEqual([
      { field: "status", op: "in", value: ["new", "nurture"] },
    ]);
    expect(filter("owner_id:none")).toEqual([{ field: "owner_id", op: "empty" }]);
    expect(filter("owner_id:me,none")).toEqual([
      {
        or: [
          { field: "owner_id", op: "in", value: ["me"] },
          { field: "owner_id", op: "empty" },
        ],
      },
    ]);
    expect(filter("owner_id!:me,none")).toEqual([
      {
        and: [
          { field: "owner_id", op: "not_in", value: ["me"] },
          { field: "owner_id", op: "not_empty" },
        ],
      },
    ]);
  });

  it("takes whole days of the workspace's time zone", () => {
    expect(filter("created_at=2026-11-01..2026-11-02")).toEqual([
      { field: "created_at", op: "gte", value: "2026-10-31T23:00:00.000Z" },
      { field: "created_at", op: "lt", value: "2026-11-02T23:00:00.000Z" },
    ]);
    expect(filter("created_at=1d")).toEqual([
      { field: "created_at", op: "gte", value: "2026-11-22T23:00:00.000Z" },
    ]);
    expect(filter("due_on<=2026-11-30")).toEqual([
      { field: "due_on", op: "lte", value: "2026-11-30" },
    ]);
  });

  it("compares amounts as numbers and texts as texts", () => {
    expect(filter('amount>=500000 company_name~"halcyon gmbh"')).toEqual([
      { field: "amount", op: "gte", value: 500_000 },
      { field: "company_name", op: "contains", value: "halcyon gmbh" },
    ]);
  });

  it("leaves out what the list does not know or cannot read", () => {
    expect(
      filter("secret:1 amount>=many created_at>=soon status>=new created_at=0d"),
    ).toBeUndefined();
  });
});
