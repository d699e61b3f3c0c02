import { daysUntil } from "@/ui/format/relative.ts";
import type { Deal } from "./types.ts";

/** What a card says of time: late by the expected day, stale by the stage's rule, or how long it is here. */
export interface DealAge {
  kind: "late" | "stale" | "today" | "days" | "closed";
  days: number;
}

/** `dayOf` gives the workspace's calendar day of an instant. */
export function dealAge(
  deal: Pick<Deal, "state" | "expected_close_date" | "stage_entered_at">,
  today: string,
  dayOf: (instant: string) => string,
  staleAfterDays: number | null,
): DealAge {
  if (deal.state !== "open") return { kind: "closed", days: 0 };
  const late = deal.expected_close_date ? -daysUntil(deal.expected_close_date, today) : 0;
  if (late > 0) return { kind: "late", days: late };
  const here = Math.max(0, -daysUntil(dayOf(deal.stage_entered_at), today));
  if (staleAfterDays !== null && here > staleAfterDays) return { kind: "stale", days: here };
  return here === 0 ? { kind: "today", days: 0 } : { kind: "days", days: here };
}
