import { expect, it } from "vitest";
import { fuzzyFind, fuzzyScore } from "./fuzzy.ts";

const find = (typed: string, ...texts: string[]) => fuzzyFind(texts, typed, (text) => text);

it("finds letters in their order, and nothing else", () => {
  expect(find("nd", "Find", "New deal", "Lead")).toEqual(["New deal", "Find"]);
  expect(fuzzyScore("New deal", "dn")).toBeLessThan(0);
});

it("keeps everything in its order when nothing was typed", () => {
  expect(find("", "b", "a")).toEqual(["b", "a"]);
});

it("takes an exact beginning before letters that are strewn about", () => {
  expect(find("lead", "Log an e-mail and a deal", "Leads")[0]).toBe("Leads");
  expect(find("mov", "Move to Won", "Mark one over")[0]).toBe("Move to Won");
});

it("does not ask for accents", () => {
  expect(find("zajac", "Kacper Zając")).toEqual(["Kacper Zając"]);
});
