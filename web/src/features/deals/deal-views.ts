import { useLingui } from "@lingui/react/macro";
import type { ListView } from "@/features/records/use-list-state.ts";
import { useUsualViews } from "@/features/records/usual-views.ts";

/** The tabs of deals, as a list and as a board. */
export function useDealViews(): ListView[] {
  const { t } = useLingui();
  const { all, mine } = useUsualViews();
  const closing = (span: string) => ({
    field: "expected_close_date",
    op: "span" as const,
    values: [span],
  });
  const open = { field: "state", op: "is" as const, values: ["open"] };
  return [
    all,
    mine,
    { id: "month", label: t`Closing this month`, conditions: [closing("this-month")] },
    { id: "late", label: t`Overdue`, conditions: [open, closing("overdue")] },
  ];
}
