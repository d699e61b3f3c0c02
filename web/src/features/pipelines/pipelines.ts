import { queryOptions } from "@tanstack/react-query";
import { request } from "@/api/transport.ts";
import type { Pipeline, Stage } from "./types.ts";

/** All pipelines with their stages. They change seldom; every page of deals needs them. */
export const pipelinesQuery = queryOptions({
  queryKey: ["pipelines"],
  staleTime: 5 * 60_000,
  queryFn: ({ signal }) => request<Pipeline[]>("/api/pipelines", { signal }),
});

/** The same with what is in the trash: those who arrange pipelines bring it back. */
export const trashedPipelinesQuery = queryOptions({
  queryKey: ["pipelines", "trashed too"],
  queryFn: ({ signal }) => request<Pipeline[]>("/api/pipelines?trashed=true", { signal }),
});

const OPEN_COLORS = ["var(--s-new)", "var(--s-qual)", "var(--s-prop)", "var(--s-nego)"];

/** A stage's colour follows from its kind and place, so that nobody has to choose one. */
export function stageColor(stage: Pick<Stage, "kind" | "position">): string {
  if (stage.kind === "won") return "var(--s-won)";
  if (stage.kind === "lost") return "var(--s-lost)";
  return OPEN_COLORS[stage.position % OPEN_COLORS.length] as string;
}

/** A stage by its id, whichever pipeline it belongs to. */
export function findStage(pipelines: readonly Pipeline[], stageId: string): Stage | undefined {
  for (const pipeline of pipelines) {
    const stage = pipeline.stages.find((candidate) => candidate.id === stageId);
    if (stage) return stage;
  }
  return undefined;
}
