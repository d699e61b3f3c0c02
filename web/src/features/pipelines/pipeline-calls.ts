import type { Count, PipelinePatch, StageDraft, StagePatch } from "@/api/generated/types.gen.ts";
import { request } from "@/api/transport.ts";
import type { Pipeline, Stage } from "./types.ts";

export const makePipeline = (name: string) =>
  request<Pipeline>("/api/pipelines", { method: "POST", body: { name } });

export const changePipeline = (id: string, version: number, body: PipelinePatch) =>
  request<Pipeline>(`/api/pipelines/${id}`, { method: "PATCH", body, ifMatch: version });

export const trashPipeline = (id: string) =>
  request<Pipeline>(`/api/pipelines/${id}`, { method: "DELETE" });

export const restorePipeline = (id: string) =>
  request<Pipeline>(`/api/pipelines/${id}/restore`, { method: "POST" });

export const makeStage = (pipelineId: string, body: StageDraft) =>
  request<Stage>(`/api/pipelines/${pipelineId}/stages`, { method: "POST", body });

export const changeStage = (id: string, version: number, body: StagePatch) =>
  request<Stage>(`/api/stages/${id}`, { method: "PATCH", body, ifMatch: version });

/** Trashes a stage; its deals go to another one first, if one is named. */
export const trashStage = (id: string, moveDealsTo?: string) =>
  request<Stage>(`/api/stages/${id}${moveDealsTo ? `?move_deals_to=${moveDealsTo}` : ""}`, {
    method: "DELETE",
  });

export const restoreStage = (id: string) =>
  request<Stage>(`/api/stages/${id}/restore`, { method: "POST" });

/** How many deals stand in a stage or in a pipeline. */
export async function countDealsIn(
  field: "stage_id" | "pipeline_id",
  id: string,
  signal?: AbortSignal,
): Promise<number> {
  const filter = encodeURIComponent(JSON.stringify({ field, op: "eq", value: id }));
  const path = `/api/deals/count?exact=true&filter=${filter}`;
  return (await request<Count>(path, signal ? { signal } : {})).count;
}
