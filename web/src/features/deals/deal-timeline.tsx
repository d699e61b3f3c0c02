import { RecordTimeline } from "@/features/timeline/record-timeline.tsx";
import { useDealWords } from "./deal-words.ts";
import type { Deal } from "./types.ts";

/** What happened to a deal, on its page and beside the board. */
export function DealTimeline({ deal }: { deal: Deal }) {
  return (
    <RecordTimeline
      about={{ noun: "deals", id: deal.id }}
      createdAt={deal.created_at}
      words={useDealWords(deal)}
      currency={deal.currency}
      alive={!deal.trashed_at}
    />
  );
}
