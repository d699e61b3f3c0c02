import { useLingui } from "@lingui/react/macro";
import { useOwnerFilterOptions } from "@/features/people/owner-options.tsx";
import type { ListView } from "@/features/records/record-list.tsx";
import { useTagField } from "@/features/tags/use-tag-field.tsx";
import type { FilterField } from "@/ui/filter/fields.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useNow } from "@/ui/format/use-now.ts";
import { startOfWeek } from "@/ui/format/zoned.ts";
import { LEAD_SOURCES } from "./lead-sources.ts";
import { useStatusOptions } from "./lead-status.tsx";

/** What leads can be filtered by. The ids are the API's fields. */
export function useLeadFields(): FilterField[] {
  const { t } = useLingui();
  const formats = useFormats();
  const tags = useTagField(t`Tags`);
  return [
    { id: "status", label: t`Status`, kind: "choice", options: useStatusOptions(true) },
    {
      id: "owner_id",
      label: t`Owner`,
      kind: "choice",
      options: useOwnerFilterOptions(t`Nobody (the pool)`),
    },
    { id: "source", label: t`Source`, kind: "text", suggestions: LEAD_SOURCES },
    { id: "amount", label: t`Amount`, kind: "money", currency: formats.homeCurrency },
    { id: "score", label: t`Score`, kind: "number" },
    { id: "created_at", label: t`Created`, kind: "moment" },
    ...tags,
    { id: "name", label: t`Name`, kind: "text" },
    { id: "company_name", label: t`Company`, kind: "text" },
    { id: "country", label: t`Country`, kind: "text" },
  ];
}

/** The tabs of the leads list. */
export function useLeadViews(): ListView[] {
  const { t } = useLingui();
  const formats = useFormats();
  const week = startOfWeek(formats.dayKey(useNow()), formats.locale);
  return [
    { label: t`All`, conditions: [] },
    {
      id: "mine",
      label: t`Mine`,
      conditions: [{ field: "owner_id", op: "is", values: ["me"] }],
    },
    {
      id: "pool",
      label: t`Pool`,
      conditions: [{ field: "owner_id", op: "is", values: ["none"] }],
    },
    {
      id: "new",
      label: t`New this week`,
      conditions: [{ field: "created_at", op: "gte", values: [week] }],
    },
  ];
}
