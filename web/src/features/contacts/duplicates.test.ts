import { expect, test } from "vitest";
import { cluesOf } from "./duplicates.ts";

const points = (...values: string[]) => values.map((value) => ({ label: "work", value }));

test("half a name or half an address is no clue", () => {
  expect(cluesOf("Ines ", points("ines@", "ines@halcyon", "ines@halcyon."))).toEqual({
    name: "",
    emails: [],
  });
});

test("a whole name and each whole address are clues, once", () => {
  const emails = points(" Ines@Halcyon.example", "ines@halcyon.example", "i@home.example", "");
  expect(cluesOf(" Ines   Haddad ", emails)).toEqual({
    name: "Ines Haddad",
    emails: ["ines@halcyon.example", "i@home.example"],
  });
});
