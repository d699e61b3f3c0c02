import { useQuery } from "@tanstack/react-query";
import { TrashedList } from "@/features/settings/trashed-list.tsx";
import { trashedPipelinesQuery } from "./pipelines.ts";
import type { Pipeline } from "./types.ts";
import { type Trashed, useRestore } from "./use-restore.ts";

/** Pipelines and stages that were trashed, with the way back; nothing while there are none. */
export function PipelineTrash() {
  const restore = useRestore();
  const trashed = trashedOf(useQuery(trashedPipelinesQuery).data ?? []);
  return <TrashedList items={trashed} onRestore={(one) => restore.mutate(one)} />;
}

/* The stages of a trashed pipeline come back with it. */
function trashedOf(all: readonly Pipeline[]): (Trashed & { of?: string })[] {
  return all.flatMap((pipeline): (Trashed & { of?: string })[] =>
    pipeline.trashed_at
      ? [{ kind: "pipeline", id: pipeline.id, name: pipeline.name }]
      : pipeline.stages
          .filter((stage) => stage.trashed_at)
          .map(({ id, name }) => ({ kind: "stage", id, name, of: pipeline.name })),
  );
}
