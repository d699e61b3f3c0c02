import { type ApiFilter, apiFilter } from "@/features/records/api-filter.ts";
import { readConditions } from "@/ui/filter/conditions.ts";
import type { FilterField } from "@/ui/filter/fields.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useNow } from "@/ui/format/use-now.ts";
import type { PipelineView } from "./deal-filters.ts";

const OPEN: ApiFilter = { field: "state", op: "eq", value: "open" };

/** The tab and the conditions of the address as the API takes them; undefined when everything is wanted. */
export function useBoardFilter(
  fields: readonly FilterField[],
  view: PipelineView | undefined,
  text: string | undefined,
): string | undefined {
  const formats = useFormats();
  const today = formats.dayKey(useNow());
  const conditions = [...(view?.conditions ?? []), ...readConditions(text ?? "")];
  const kinds = Object.fromEntries(fields.map(({ id, kind }) => [id, kind]));
  const here = { timeZone: formats.timeZone, today };
  return apiFilter(conditions, kinds, here, view?.openOnly ? [OPEN] : []);
}
