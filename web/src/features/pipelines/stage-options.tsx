import { Swatch } from "@/ui/chip.tsx";
import type { SelectOption } from "@/ui/forms/select.tsx";
import { stageColor } from "./pipelines.ts";
import type { Stage } from "./types.ts";

/** Stages to choose from, each with its colour. */
export function stageOptions(stages: readonly Stage[]): SelectOption[] {
  return stages.map((stage) => ({
    value: stage.id,
    label: stage.name,
    before: <Swatch color={stageColor(stage)} />,
  }));
}
