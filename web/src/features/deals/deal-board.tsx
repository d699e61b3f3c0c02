import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { stageColor } from "@/features/pipelines/pipelines.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Board } from "@/ui/board/board.tsx";
import type { BoardMove } from "@/ui/board/types.ts";
import { cx } from "@/ui/cx.ts";
import { toast } from "@/ui/overlay/toast.tsx";
import { findDeal } from "./board-cache.ts";
import { type BoardKey, loadMore } from "./board-query.ts";
import { DealCard } from "./deal-card.tsx";
import { errorText } from "./errors.ts";
import { LostDialog } from "./lost-dialog.tsx";
import { type PipelineSearch, pipelineHref } from "./pipeline-search.ts";
import { ColumnSums } from "./pipeline-summary.tsx";
import type { BoardData, Deal } from "./types.ts";
import { type DealMove, useMoveDeal } from "./use-move-deal.ts";

const CELEBRATION_MS = 6_000;

/** What the board shows, and under which key its further pages are found. */
export interface DealBoardProps {
  board: BoardData;
  boardKey: BoardKey;
  /** The cards are those of the filter before: its own are on their way. */
  stale: boolean;
  search: PipelineSearch;
}

/** The stages as columns. Won and lost stand folded at the end: places to drop on, not to browse. */
export function DealBoard({ board, boardKey, stale, search }: DealBoardProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const canMove = useCan("deals.update");
  const [losing, setLosing] = useState<DealMove | null>(null);
  const [won, setWon] = useState<string | null>(null);
  const [unfolded, setUnfolded] = useState<readonly string[]>([]);
  const move = useMoveDeal({
    onWon: (deal) => {
      setWon(deal.id);
      setTimeout(() => setWon((id) => (id === deal.id ? null : id)), CELEBRATION_MS);
    },
  });

  function onMove({ cardId, to, aboveId, belowId, from }: BoardMove): void {
    const stage = board.stages.find((column) => column.stage.id === to)?.stage;
    if (!stage) return;
    const wanted = { dealId: cardId, stage, aboveId, belowId };
    if (stage.kind === "lost" && from !== to) setLosing(wanted);
    else move(wanted);
  }

  function more(stageId: string): void {
    loadMore(client, boardKey, stageId).catch((error: unknown) =>
      toast(t`More deals did not load`, { tone: "bad", detail: errorText(error) }),
    );
  }

  const staleAfter = new Map(
    board.stages.map(({ stage }) => [stage.id, stage.stale_after_days ?? null]),
  );
  const several = board.stages.some(({ sums }) => sums.length > 1);
  const losingName = losing ? findDeal(board, losing.dealId)?.name : undefined;
  return (
    <>
      <div
        aria-busy={stale || undefined}
        className={cx("flex min-h-0 flex-1 flex-col", stale && "opacity-60")}
      >
        <Board<Deal>
          label={t`Pipeline`}
          columns={board.stages.map(({ stage, count, sums, deals }) => ({
            id: stage.id,
            title: stage.name,
            color: stageColor(stage),
            count,
            ...(several
              ? { below: <ColumnSums sums={sums} /> }
              : { sum: <ColumnSums sums={sums} /> }),
            cards: deals.items,
            hasMore: Boolean(deals.next),
            marked: stage.kind === "won" && won !== null,
            folded: stage.kind !== "open" && !unfolded.includes(stage.id),
            onFold:
              stage.kind === "open"
                ? undefined
                : (folded) =>
                    setUnfolded((ids) =>
                      folded ? ids.filter((id) => id !== stage.id) : [...ids, stage.id],
                    ),
          }))}
          cardId={(deal) => deal.id}
          cardHref={(deal) => pipelineHref({ ...search, deal: deal.id, new: undefined })}
          cardName={(deal) => deal.name}
          canMove={() => canMove}
          openId={search.deal}
          empty={t`No deals in this stage`}
          onMove={onMove}
          onMore={more}
          renderCard={(deal) => (
            <DealCard
              deal={deal}
              staleAfterDays={staleAfter.get(deal.stage_id) ?? null}
              celebrated={deal.id === won}
            />
          )}
        />
      </div>
      {losing && losingName !== undefined ? (
        <LostDialog
          dealName={losingName}
          onClose={() => setLosing(null)}
          onLost={(reason) => {
            setLosing(null);
            move({ ...losing, lostReason: reason });
          }}
        />
      ) : null}
    </>
  );
}
