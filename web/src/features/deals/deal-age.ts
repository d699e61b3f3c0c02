import { daysUntil } from "@/ui/format/relative.ts";
import type { Deal } from "./types.ts";

/** What a card says of time. */
export interface DealAge {
  /** Days behind the expected close date; 0 when it lies ahead, or there is none. */
  lateDays: number;
  /** Days in its stage; null of a closed deal, which waits for nothing. */
  hereDays: number | null;
  /** Longer in its stage than the stage's rule has it. */
  isStale: boolean;
}

/** How late and how stale a deal is. `dayOf` gives the workspace's calendar day of an instant. */
export function dealAge(
  deal: Pick<Deal, "state" | "expected_close_date" | "stage_entered_at">,
  today: string,
  dayOf: (instant: string) => string,
  staleAfterDays: number | null,
): DealAge {
  if (deal.state !== "open") return { lateDays: 0, hereDays: null, isStale: false };
  const late = deal.expected_close_date ? -daysUntil(deal.expected_close_date, today) : 0;
  const hereDays = Math.max(0, -daysUntil(dayOf(deal.stage_entered_at), today));
  return {
    lateDays: Math.max(0, late),
    hereDays,
    isStale: staleAfterDays !== null && hereDays > staleAfterDays,
  };
}
