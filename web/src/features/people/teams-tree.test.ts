import { expect, it } from "vitest";
import type { Team } from "@/api/generated/types.gen.ts";
import { branches } from "./teams-tree.ts";

const team = (id: string, parent_id: string | null = null) =>
  ({ id, name: id, parent_id, version: 1 }) as Team;
const shown = (teams: Team[]) =>
  branches(teams, (a, b) => a.localeCompare(b)).map(({ team: { id }, depth }) => id + depth);

it("puts each team in front of those below it, by name", () => {
  expect(shown([team("south", "emea"), team("apac"), team("emea"), team("north", "emea")])).toEqual(
    ["apac0", "emea0", "north1", "south1"],
  );
});

it("shows a team whose parent is not known at the top", () => {
  expect(shown([team("lost", "nobody")])).toEqual(["lost0"]);
  expect(shown([])).toEqual([]);
});
