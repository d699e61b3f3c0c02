import { useLingui } from "@lingui/react/macro";
import { toast } from "@/ui/overlay/toast.tsx";
import { restorePipeline, restoreStage } from "./pipeline-calls.ts";
import { usePipelineChange } from "./use-pipeline-change.ts";

/** Something in the trash. */
export interface Trashed {
  kind: "pipeline" | "stage";
  id: string;
  name: string;
}

/** Takes a pipeline or a stage out of the trash, and says so. */
export function useRestore() {
  const { t } = useLingui();
  return usePipelineChange({
    send: ({ kind, id }: Trashed): Promise<unknown> =>
      kind === "pipeline" ? restorePipeline(id) : restoreStage(id),
    onDone: (_, { name }) => void toast(t`${name} is back`),
    about: (trashed) => trashed,
  });
}
