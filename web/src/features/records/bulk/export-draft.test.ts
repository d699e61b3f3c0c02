import { expect, test } from "vitest";
import { exportDraft } from "./export-draft.ts";
import type { BulkNoun } from "./types.ts";

const bulk: BulkNoun = {
  singular: "deal",
  counted: String,
  owners: [],
  fields: [],
  exported: [
    { id: "name", header: "Name", field: "name" },
    { id: "currency", header: "Currency", field: "currency", always: true },
    { id: "state", header: "State", field: "state", words: { won: "Won" } },
  ],
};

test("all columns, or those that are shown in the order of the list", () => {
  const of = (which: "all" | "shown") =>
    exportDraft(
      { bulk, scope: { filter: undefined }, sort: "-name", shown: ["state", "name", "other"] },
      "csv",
      which,
    ).columns.map(({ field }) => field);
  expect(of("all")).toEqual(["name", "currency", "state"]);
  expect(of("shown")).toEqual(["state", "name", "currency"]);
});

test("records that were ticked are conditions of as many ids as the API takes", () => {
  const ids = Array.from({ length: 450 }, (_, at) => String(at));
  const draft = exportDraft({ bulk, scope: { ids }, sort: "name", shown: [] }, "xlsx", "all");
  const { or } = JSON.parse(draft.filter ?? "");
  expect(or.map(({ value }: { value: string[] }) => value.length)).toEqual([200, 200, 50]);
  expect(or.flatMap(({ value }: { value: string[] }) => value)).toEqual(ids);
  const one = exportDraft({ bulk, scope: { ids: ["7"] }, sort: "name", shown: [] }, "csv", "all");
  expect(JSON.parse(one.filter ?? "")).toEqual({ field: "id", op: "in", value: ["7"] });
});
