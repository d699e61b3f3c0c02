import type { Pipeline, Stage } from "./types.ts";

/** The pipelines with one of them changed. */
export function withPipeline(
  all: readonly Pipeline[],
  id: string,
  patch: Partial<Pipeline>,
): Pipeline[] {
  return all.map((pipeline) => (pipeline.id === id ? { ...pipeline, ...patch } : pipeline));
}

/** The pipelines with one of their stages changed. */
export function withStage(all: readonly Pipeline[], id: string, patch: Partial<Stage>): Pipeline[] {
  return all.map((pipeline) => ({
    ...pipeline,
    stages: pipeline.stages.map((stage) => (stage.id === id ? { ...stage, ...patch } : stage)),
  }));
}

/** The pipelines without a stage. */
export function withoutStage(all: readonly Pipeline[], id: string): Pipeline[] {
  return all.map((pipeline) => ({
    ...pipeline,
    stages: numbered(pipeline.stages.filter((stage) => stage.id !== id)),
  }));
}

/** The pipelines with a stage in another place of its pipeline. */
export function withStageAt(all: readonly Pipeline[], id: string, to: number): Pipeline[] {
  return all.map((pipeline) => ({ ...pipeline, stages: relocated(pipeline.stages, id, to) }));
}

/** The pipelines with one of them in another place. */
export function withPipelineAt(all: readonly Pipeline[], id: string, to: number): Pipeline[] {
  return relocated(all, id, to);
}

type Placed = { id: string; position: number };

function relocated<Item extends Placed>(items: readonly Item[], id: string, to: number): Item[] {
  const item = items.find((one) => one.id === id);
  if (!item) return [...items];
  return numbered(items.filter((one) => one !== item).toSpliced(to, 0, item));
}

function numbered<Item extends Placed>(items: readonly Item[]): Item[] {
  return items.map((item, position) => ({ ...item, position }));
}
