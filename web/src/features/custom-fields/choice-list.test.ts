import { expect, it } from "vitest";
import { choicesOf, choicesPatch, namesOf, withNew } from "./choice-list.ts";

const before = ["Gold", "Silver"];

it("sends nothing while nothing differs", () => {
  expect(choicesPatch(before, choicesOf(before))).toEqual({});
  expect(choicesPatch(before, withNew(choicesOf(before)))).toEqual({});
});

it("tells a new name from a new choice, and keeps the order", () => {
  const [gold, silver] = choicesOf(before);
  if (!gold || !silver) throw new Error("two choices");
  const [, , fresh] = withNew([gold, silver]);
  const edited = [
    { ...silver, name: " Platinum " },
    gold,
    { ...fresh, id: "new 1", was: null, name: "Iron" },
  ];
  expect(choicesPatch(before, edited)).toEqual({
    choices: ["Platinum", "Gold", "Iron"],
    renamed: { Silver: "Platinum" },
  });
});

it("numbers new ones apart", () => {
  const two = withNew(withNew([]));
  expect(new Set(two.map(({ id }) => id)).size).toBe(2);
  expect(namesOf(two)).toEqual([]);
});
