import type { QueryClient } from "@tanstack/react-query";
import { BOARDS } from "@/features/deals/board-query.ts";
import { type SettingChange, useSettingChange } from "@/features/settings/use-setting-change.ts";
import { pipelinesQuery } from "./pipelines.ts";
import type { Pipeline } from "./types.ts";

/** Changes pipelines, and whatever is shown by them. */
export function usePipelineChange<Given, Answer>(change: SettingChange<Pipeline, Given, Answer>) {
  return useSettingChange({ queryKey: pipelinesQuery.queryKey, refresh }, change);
}

/* Boards, lists and reports are made of stages. */
async function refresh(client: QueryClient): Promise<void> {
  void client.invalidateQueries({ queryKey: BOARDS });
  void client.invalidateQueries({ queryKey: ["deals"] });
  void client.invalidateQueries({ queryKey: ["reports"] });
  await client.invalidateQueries({ queryKey: pipelinesQuery.queryKey });
}
