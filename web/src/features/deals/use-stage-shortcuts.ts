import { useLingui } from "@lingui/react/macro";
import type { Stage } from "@/features/pipelines/types.ts";
import { useShortcuts } from "@/ui/shortcuts.ts";
import type { Deal } from "./types.ts";

/** Moving a deal to any other stage, from the palette. */
export function useStageShortcuts(
  deal: Deal,
  stages: readonly Stage[],
  moveTo: (stage: Stage) => void,
): void {
  const { t } = useLingui();
  const others = stages.filter(({ id }) => id !== deal.stage_id);
  useShortcuts(
    others.map((stage) => ({
      label: t`Move to ${stage.name}`,
      group: t`On this page`,
      run: () => moveTo(stage),
    })),
  );
}
