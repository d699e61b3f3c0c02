import { useLingui } from "@lingui/react/macro";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useNow } from "@/ui/format/use-now.ts";
import { startOfWeek } from "@/ui/format/zoned.ts";
import type { ListView } from "./record-list.tsx";

/** The tabs of the directory's lists, contacts and companies alike. */
export function useDirectoryViews(): ListView[] {
  const { t } = useLingui();
  const formats = useFormats();
  const week = startOfWeek(formats.dayKey(useNow()), formats.locale);
  return [
    { label: t`All`, conditions: [] },
    { id: "mine", label: t`Mine`, conditions: [{ field: "owner_id", op: "is", values: ["me"] }] },
    {
      id: "customers",
      label: t`Customers`,
      conditions: [{ field: "lifecycle_stage", op: "is", values: ["customer"] }],
    },
    {
      id: "new",
      label: t`New this week`,
      conditions: [{ field: "created_at", op: "gte", values: [week] }],
    },
  ];
}
