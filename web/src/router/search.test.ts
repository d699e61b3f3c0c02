import { expect, it } from "vitest";
import { parseSearch, writeSearch } from "./search.ts";

it("reads what it has written, text that looks like something else included", () => {
  for (const search of [
    { view: "mine", new: true },
    { page: 2, name: "2", flag: "true", none: "null" },
    { filter: 'owner_id:me,none source:"Trade fair"', empty: "" },
  ])
    expect(parseSearch(writeSearch(search))).toEqual(search);
});

it("writes addresses that people can read", () => {
  expect(writeSearch({ filter: "status:new,contacted", left: undefined })).toBe(
    "?filter=status:new,contacted",
  );
  expect(writeSearch({})).toBe("");
});

it("takes what somebody typed as it is", () => {
  expect(parseSearch("?q=a%20b&new=true&broken=%7B")).toEqual({ q: "a b", new: true, broken: "{" });
});
