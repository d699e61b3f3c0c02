import { useLingui } from "@lingui/react/macro";
import { useOwnerFilterOptions } from "@/features/people/owner-options.tsx";
import { stageOptions } from "@/features/pipelines/stage-options.tsx";
import type { Stage } from "@/features/pipelines/types.ts";
import type { ListView } from "@/features/records/record-list.tsx";
import { useTagField } from "@/features/tags/use-tag-field.tsx";
import type { Condition } from "@/ui/filter/conditions.ts";
import type { FilterField } from "@/ui/filter/fields.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useNow } from "@/ui/format/use-now.ts";
import { addDays } from "@/ui/format/zoned.ts";

/** What deals can be filtered by. The ids are the API's fields. */
export function useDealFields(stages: readonly Stage[]): FilterField[] {
  const { t } = useLingui();
  const formats = useFormats();
  const tags = useTagField(t`Tags`);
  return [
    {
      id: "owner_id",
      label: t`Owner`,
      kind: "choice",
      options: useOwnerFilterOptions(t`Nobody (the pool)`),
    },
    { id: "amount", label: t`Amount`, kind: "money", currency: formats.homeCurrency },
    { id: "expected_close_date", label: t`Expected close`, kind: "date" },
    { id: "stage_id", label: t`Stage`, kind: "choice", options: stageOptions(stages) },
    { id: "source", label: t`Source`, kind: "text" },
    { id: "created_at", label: t`Created`, kind: "moment" },
    ...tags,
    { id: "name", label: t`Name`, kind: "text" },
    { id: "currency", label: t`Currency`, kind: "text" },
  ];
}

/** A tab of the pipeline: the conditions it stands for, and whether it leaves closed deals out. */
export interface PipelineView extends ListView {
  openOnly?: true;
}

/** The tabs of the pipeline. */
export function usePipelineViews(): PipelineView[] {
  const { t } = useLingui();
  const formats = useFormats();
  const today = formats.dayKey(useNow());
  const closing = (op: Condition["op"], ...values: string[]): Condition[] => [
    { field: "expected_close_date", op, values },
  ];
  return [
    { label: t`All open`, conditions: [] },
    {
      id: "mine",
      label: t`Mine`,
      conditions: [{ field: "owner_id", op: "is", values: ["me"] }],
    },
    {
      id: "month",
      label: t`Closing this month`,
      conditions: closing("between", `${today.slice(0, 7)}-01`, lastOfMonth(today)),
    },
    {
      id: "late",
      label: t`Overdue`,
      conditions: closing("lte", addDays(today, -1)),
      openOnly: true,
    },
  ];
}

/** The last day of a day's month. */
export function lastOfMonth(day: string): string {
  const [year, month] = day.split("-").map(Number) as [number, number];
  return `${day.slice(0, 7)}-${new Date(Date.UTC(year, month, 0)).getUTCDate()}`;
}
