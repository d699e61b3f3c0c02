import { expect, it } from "vitest";
import { withoutStage, withPipelineAt, withStage, withStageAt } from "./arrange.ts";
import type { Pipeline, Stage } from "./types.ts";

const stage = (id: string, position: number) => ({ id, name: id, position }) as Stage;
const pipelines = [
  { id: "p", position: 0, stages: [stage("a", 0), stage("b", 1), stage("c", 2)] },
  { id: "q", position: 1, stages: [stage("d", 0)] },
] as Pipeline[];
const ids = (all: Pipeline[]) =>
  all.map(({ stages }) => stages.map(({ id, position }) => `${id}${position}`).join(" "));

it("moves a stage within its pipeline and numbers them anew", () => {
  expect(ids(withStageAt(pipelines, "a", 2))).toEqual(["b0 c1 a2", "d0"]);
  expect(ids(withStageAt(pipelines, "c", 0))).toEqual(["c0 a1 b2", "d0"]);
  expect(ids(withStageAt(pipelines, "nobody", 0))).toEqual(["a0 b1 c2", "d0"]);
});

it("takes a stage out, changes one, and moves a pipeline", () => {
  expect(ids(withoutStage(pipelines, "b"))).toEqual(["a0 c1", "d0"]);
  expect(withStage(pipelines, "d", { name: "D" })[1]?.stages[0]?.name).toBe("D");
  expect(withPipelineAt(pipelines, "q", 0).map(({ id, position }) => id + position)).toEqual([
    "q0",
    "p1",
  ]);
});
