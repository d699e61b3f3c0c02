import { useLingui } from "@lingui/react/macro";
import type { FilterField } from "@/ui/filter/fields.ts";
import { useKindOptions } from "./activity-kinds.tsx";

/** What activities can be filtered by, within a tab. The ids are the API's fields. */
export function useAgendaFields(): FilterField[] {
  const { t } = useLingui();
  return [
    { id: "kind", label: t`Type`, kind: "choice", options: useKindOptions() },
    { id: "subject", label: t`Subject`, kind: "text" },
    { id: "at", label: t`When`, kind: "moment" },
    { id: "created_at", label: t`Created`, kind: "moment" },
  ];
}
