import { describe, expect, it } from "vitest";
import { readFilter } from "@/ui/filter/conditions.ts";
import type { FilterField } from "@/ui/filter/fields.ts";
import { apiFilter } from "./api-filter.ts";

const FIELDS: FilterField[] = [
  { id: "status", label: "Status", kind: "choice", options: [] },
  { id: "owner_id", label: "Owner", kind: "choice", options: [] },
  { id: "amount", label: "Amount", kind: "money", currency: "EUR", currencyField: "currency" },
  { id: "score", label: "Score", kind: "number" },
  { id: "created_at", label: "Created", kind: "moment" },
  { id: "due_on", label: "Due", kind: "date" },
  { id: "company_name", label: "Company", kind: "text" },
  { id: "custom.vip", label: "VIP", kind: "choice", options: [], custom: "checkbox" },
  { id: "custom.fee", label: "Fee", kind: "money", currency: "EUR", custom: "money" },
];
const here = { timeZone: "Europe/Berlin", today: "2026-11-23", locale: "en-GB" };
const filter = (text: string) => {
  const json = apiFilter(readFilter(text), FIELDS, here);
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

  it("nests what is in parentheses", () => {
    const owner = { field: "owner_id", op: "in", value: ["me"] };
    const status = { field: "status", op: "in", value: ["new"] };
    const score = { field: "score", op: "gt", value: 80 };
    expect(filter("status:new (owner_id:me or score>80)")).toEqual([
      status,
      { or: [owner, score] },
    ]);
    expect(filter("(status:new score>80) or owner_id:me")).toEqual([
      { or: [{ and: [status, score] }, owner] },
    ]);
    expect(filter("status:new (secret:1 or mystery:2)")).toEqual([status]);
  });

  it("takes whole days of the workspace's time zone", () => {
    expect(filter("created_at=2026-11-01..2026-11-02")).toEqual([
      {
        and: [
          { field: "created_at", op: "gte", value: "2026-10-31T23:00:00.000Z" },
          { field: "created_at", op: "lt", value: "2026-11-02T23:00:00.000Z" },
        ],
      },
    ]);
    expect(filter("created_at=1d")).toEqual([
      { field: "created_at", op: "gte", value: "2026-11-22T23:00:00.000Z" },
    ]);
    expect(filter("due_on<=2026-11-30")).toEqual([
      { field: "due_on", op: "lte", value: "2026-11-30" },
    ]);
  });

  it("means strictly after and before where the sign says so", () => {
    expect(filter("created_at>2026-11-01")).toEqual([
      { field: "created_at", op: "gte", value: "2026-11-01T23:00:00.000Z" },
    ]);
    expect(filter("created_at<2026-11-01")).toEqual([
      { field: "created_at", op: "lt", value: "2026-10-31T23:00:00.000Z" },
    ]);
    expect(filter("due_on>2026-11-30")).toEqual([
      { field: "due_on", op: "gte", value: "2026-12-01" },
    ]);
    expect(filter("score>80")).toEqual([{ field: "score", op: "gt", value: 80 }]);
    expect(filter("score<80")).toEqual([{ field: "score", op: "lt", value: 80 }]);
  });

  it("moves with today where a span is named", () => {
    expect(filter("due_on=overdue")).toEqual([{ field: "due_on", op: "lte", value: "2026-11-22" }]);
    expect(filter("due_on=next-month")).toEqual([
      {
        and: [
          { field: "due_on", op: "gte", value: "2026-12-01" },
          { field: "due_on", op: "lte", value: "2026-12-31" },
        ],
      },
    ]);
    expect(filter("created_at=this-week")).toEqual([
      {
        and: [
          { field: "created_at", op: "gte", value: "2026-11-22T23:00:00.000Z" },
          { field: "created_at", op: "lt", value: "2026-11-29T23:00:00.000Z" },
        ],
      },
    ]);
  });

  it("compares amounts within their currency", () => {
    expect(filter("amount>=500000")).toEqual([
      {
        and: [
          { field: "amount", op: "gte", value: 500_000 },
          { field: "currency", op: "eq", value: "EUR" },
        ],
      },
    ]);
    expect(filter("custom.fee>100")).toEqual([
      { field: "custom.fee", op: "gt", value: { amount: 100, currency: "EUR" }, type: "money" },
    ]);
    expect(filter('company_name~"halcyon gmbh"')).toEqual([
      { field: "company_name", op: "contains", value: "halcyon gmbh" },
    ]);
  });

  it("takes a box as ticked or not", () => {
    expect(filter("custom.vip:yes")).toEqual([
      { field: "custom.vip", op: "eq", value: true, type: "checkbox" },
    ]);
    expect(filter("custom.vip!:yes")).toEqual([
      { field: "custom.vip", op: "eq", value: false, type: "checkbox" },
    ]);
  });

  it("leaves out what the list does not know or cannot read", () => {
    expect(
      filter("secret:1 amount>=many created_at>=soon status>=new created_at=0d due_on=someday"),
    ).toBeUndefined();
  });
});
