import { expect, test } from "vitest";
import type { Tag } from "@/api/generated/types.gen.ts";
import { applyChange, tagDifference } from "./tags.ts";

const tag = (name: string): Tag => ({ id: name, name, color: "ink", version: 1 });
const names = (tags: Tag[]) => tags.map(({ name }) => name);

test("a tag is put where its name belongs, once", () => {
  const tags = [tag("Key account"), tag("Service only")];
  expect(names(applyChange(tags, { tag: tag("Partner"), on: true }))).toEqual([
    "Key account",
    "Partner",
    "Service only",
  ]);
  expect(names(applyChange(tags, { tag: tag("Service only"), on: true }))).toEqual([
    "Key account",
    "Service only",
  ]);
});

test("a tag is taken off, and the others stay", () => {
  const tags = [tag("Key account"), tag("Service only")];
  expect(names(applyChange(tags, { tag: tag("Key account"), on: false }))).toEqual([
    "Service only",
  ]);
});

test("an event says which tags came and which went", () => {
  expect(tagDifference(["a", "b"], ["b", "c"])).toEqual({ added: ["c"], removed: ["a"] });
  expect(tagDifference(null, ["a"])).toEqual({ added: ["a"], removed: [] });
});
