import { expect, it } from "vitest";
import { readTrashSearch, trashFilter, trashHref } from "./trash-search.ts";

it("reads its address, and leaves out what makes no sense there", () => {
  expect(readTrashSearch({ noun: "deals", name: "Halcyon", by: "me", sort: "x" })).toEqual({
    noun: "deals",
    name: "Halcyon",
    by: "me",
  });
  expect(readTrashSearch({ noun: "users", name: 1, by: "everybody" })).toEqual({});
});

it("writes no more into its address than differs from a fresh one", () => {
  expect(trashHref({ noun: "leads" })).toBe("/trash");
  expect(trashHref({ noun: "deals", by: "me" })).toBe("/trash?noun=deals&by=me");
});

it("asks for names and people only when somebody wants them", () => {
  expect(trashFilter({ noun: "deals" })).toBeUndefined();
  expect(JSON.parse(trashFilter({ name: "Hal", by: "me" }) ?? "")).toEqual({
    and: [
      { field: "name", op: "contains", value: "Hal" },
      { field: "trashed_by", op: "eq", value: "me" },
    ],
  });
});
