import { expect, it } from "vitest";
import type { ImportDetail } from "@/api/generated/types.gen.ts";
import { applyPatch, assignField, confirmedNames, leftOut, missingFields } from "./mapping.ts";

function field(name: string, takes = "text", required = false) {
  return { field: name, label: name, takes, required };
}

function detail(noun: string, columns: Record<string, string | null>): ImportDetail {
  return {
    id: "i",
    noun,
    file_name: "x.csv",
    size_bytes: 1,
    state: "previewed",
    counts: {},
    searchable: true,
    created_at: "2026-11-23T09:00:00Z",
    version: 1,
    mapping: { columns },
    preview: {
      rows: 3,
      fields: [
        field("name", "text", true),
        field("company", "reference"),
        field("product", "reference"),
        field("email_work", "email"),
      ],
      columns: Object.entries(columns).map(([column, filled]) => ({
        column,
        field: filled,
        filled: column === "empty" ? 0 : 3,
        samples: [],
      })),
    },
  };
}

it("takes a field away from the column that had it, in the same change", () => {
  const deals = detail("deals", { a: "name", b: null });
  expect(assignField(deals, deals.mapping, "b", "name")).toEqual({
    patch: { columns: { a: null, b: "name" } },
    freed: ["a"],
  });
  expect(assignField(deals, deals.mapping, "a", null)).toEqual({
    patch: { columns: { a: null } },
    freed: [],
  });
});

it("leaves every column its own address of a contact", () => {
  const contacts = detail("contacts", { a: "email_work", b: null });
  expect(assignField(contacts, contacts.mapping, "b", "email_work").freed).toEqual([]);
  const leads = detail("leads", { a: "email_work", b: null });
  expect(assignField(leads, leads.mapping, "b", "email_work").freed).toEqual(["a"]);
});

it("says which required fields no column fills, and which columns are left out", () => {
  const deals = detail("deals", { a: "company", b: null, empty: null });
  expect(missingFields(deals, deals.mapping).map(({ field }) => field)).toEqual(["name"]);
  expect(leftOut(deals, deals.mapping)).toEqual(["b"]);
  const mapped = applyPatch(deals.mapping, { columns: { b: "name" } });
  expect(missingFields(deals, mapped)).toEqual([]);
  expect(leftOut(deals, mapped)).toEqual([]);
});

it("applies a change as the server does: maps entry by entry, null takes a value back", () => {
  const before = {
    columns: { a: "name" },
    values: { product: { GTXPro: "GTX Pro", Old: "New" } },
    date_order: "dmy" as const,
    create: ["company"],
  };
  const after = applyPatch(before, {
    values: { product: { Old: null, X: "Y" } },
    date_order: null,
    create: [],
  });
  expect(after.values).toEqual({ product: { GTXPro: "GTX Pro", X: "Y" } });
  expect(after.date_order).toBeNull();
  expect(after.create).toEqual([]);
  expect(after.columns).toEqual({ a: "name" });
  expect(before.values.product).toEqual({ GTXPro: "GTX Pro", Old: "New" });
});

it("lists confirmed names of references, and no stages among them", () => {
  const deals = detail("deals", {});
  const mapping = { values: { product: { GTXPro: "GTX Pro" }, stage: { Engaging: "Discovery" } } };
  expect(confirmedNames(deals, mapping)).toEqual([
    { field: "product", from: "GTXPro", to: "GTX Pro" },
  ]);
});
