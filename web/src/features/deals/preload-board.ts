import type { QueryClient } from "@tanstack/react-query";
import { pipelinesQuery } from "@/features/pipelines/pipelines.ts";
import { boardQuery } from "./board-query.ts";
import type { PipelineSearch } from "./pipeline-search.ts";

/** Loads a board, as it is when nothing is filtered. */
export async function preloadBoard(client: QueryClient, search: PipelineSearch): Promise<void> {
  const pipelines = await client.ensureQueryData(pipelinesQuery);
  const pipeline = pipelines.find(({ id }) => id === search.pipeline) ?? pipelines[0];
  if (!pipeline || search.filter || search.view) return;
  const key = { pipelineId: pipeline.id, filter: undefined, group: search.group };
  await client.prefetchQuery(boardQuery(client, key));
}
