import { describe, expect, it } from "vitest";
import { writeFilter } from "./conditions.ts";
import type { FilterField } from "./fields.ts";
import { readQuery, suggest, writeQuery } from "./query.ts";
import { conditionsOf } from "./tree.ts";

const RITA = "01a20755-c85f-78dc-97fb-8ec2fa8e4f7f";
const FIELDS: FilterField[] = [
  {
    id: "status",
    label: "Status",
    kind: "choice",
    options: [
      { value: "new", label: "New" },
      { value: "contacted", label: "Contacted" },
    ],
  },
  {
    id: "owner_id",
    label: "Owner",
    kind: "choice",
    options: [
      { value: "me", label: "Me" },
      { value: RITA, label: "Rita Rep" },
    ],
  },
  { id: "amount", label: "Amount", kind: "money", currency: "EUR" },
  { id: "created_at", label: "Created", kind: "moment" },
  { id: "source", label: "Source", kind: "text" },
  { id: "name", label: "Name", kind: "text" },
];
const money = (text: string) => (/^\d+$/.test(text) ? Number(text) * 100 : null);
const read = (text: string) => {
  const { filter, errors } = readQuery(text, FIELDS, money);
  return { filter, errors, conditions: conditionsOf(filter) };
};

describe("a typed query", () => {
  it("is read with the words of the page and of the API", () => {
    const { conditions, errors } = read(
      'owner:me,"Rita Rep" amount>5000 status!=new created=7d source:"Trade fair" "haddad"',
    );
    expect(errors).toEqual([]);
    expect(conditions).toEqual([
      { field: "owner_id", op: "is", values: ["me", RITA] },
      { field: "amount", op: "gt", values: ["500000"] },
      { field: "status", op: "not", values: ["new"] },
      { field: "created_at", op: "last", values: ["7"] },
      { field: "source", op: "is", values: ["Trade fair"] },
      { field: "name", op: "contains", values: ["haddad"] },
    ]);
  });

  it("takes the one choice that begins so, and spans of days", () => {
    expect(read("status:cont created:2026-01-01..2026-02-01").conditions).toEqual([
      { field: "status", op: "is", values: ["contacted"] },
      { field: "created_at", op: "between", values: ["2026-01-01", "2026-02-01"] },
    ]);
  });

  it.each([
    ["ownr:me", "field", 0, 4],
    ["owner:me amount>lots", "value", 16, 20],
    ["status>new", "operator", 7, 10],
    ["owner:me status:", "missing", 9, 16],
    ['source:"Trade', "quote", 7, 13],
    ["(owner:me or status:new", "parenthesis", 0, 1],
    ["owner:me)", "parenthesis", 8, 9],
  ])("%s is wrong at its place", (text, kind, from, to) => {
    expect(read(text).errors).toMatchObject([{ kind, from, to }]);
  });
});

describe("a filter as text", () => {
  it("is nested with words and parentheses", () => {
    const { filter, errors } = read('status:new (owner:"Rita Rep" or amount>=50) score');
    expect(errors).toEqual([]);
    expect(writeFilter(filter)).toBe(`status:new (owner_id:${RITA} or amount>=5000) name~score`);
  });

  it("is written in the page's words, and read again as the same", () => {
    const { filter } = read(
      'created:this-week created:2026-01-01..2026-02-01 (owner:me,"Rita Rep" or amount:50..60 or amount<9 or source:any) source:"none" status!=new source~"a b"',
    );
    const text = writeQuery(filter, FIELDS, (amount) => String(amount / 100));
    expect(text).toContain('owner:me,"Rita Rep" or amount:50..60 or amount<9');
    expect(read(text)).toMatchObject({ filter, errors: [] });
  });
});

describe("completion", () => {
  it("offers fields, and behind a colon the values of a choice", () => {
    expect(suggest("own", FIELDS)).toEqual([{ insert: "owner:", label: "Owner" }]);
    expect(suggest("owner:me,ri", FIELDS)).toEqual([
      { insert: 'owner:me,"Rita Rep"', label: "Rita Rep" },
    ]);
    expect(suggest("amount>", FIELDS)).toEqual([]);
  });
});
