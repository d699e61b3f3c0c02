import { useLingui } from "@lingui/react/macro";
import type { Stage } from "@/features/pipelines/types.ts";
import { useShortcuts } from "@/ui/shortcuts.ts";
import type { Deal } from "./types.ts";

/** Moving a deal to another stage, which the palette asks for. */
export function useStageShortcuts(
  deal: Deal,
  stages: readonly Stage[],
  moveTo: (stage: Stage) => void,
): void {
  const { t } = useLingui();
  const others = stages.filter(({ id }) => id !== deal.stage_id);
  const choices = others.map((stage) => ({
    id: stage.id,
    label: stage.name,
    run: () => moveTo(stage),
  }));
  useShortcuts(
    choices.length === 0
      ? []
      : [
          {
            keys: "s",
            label: t`Move to a stage…`,
            group: t`On this page`,
            choices: () => Promise.resolve(choices),
          },
        ],
  );
}
