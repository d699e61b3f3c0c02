import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import type { Pipeline } from "@/features/pipelines/types.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Board } from "@/ui/board/board.tsx";
import type { BoardMove } from "@/ui/board/types.ts";
import { cx } from "@/ui/cx.ts";
import { toast } from "@/ui/overlay/toast.tsx";
import { findDeal } from "./board-cache.ts";
import { type BoardKey, loadMore } from "./board-query.ts";
import { DealCard } from "./deal-card.tsx";
import type { DealMove } from "./deal-move.ts";
import { errorText } from "./errors.ts";
import { type PipelineSearch, pipelineHref } from "./pipeline-search.ts";
import type { BoardData, Deal } from "./types.ts";
import { useBoardColumns } from "./use-board-columns.tsx";
import { useDestination } from "./use-destination.ts";
import { useMoveDeal } from "./use-move-deal.ts";

const LostDialog = lazy(() =>
  import("./lost-dialog.tsx").then((module) => ({ default: module.LostDialog })),
);

const CELEBRATION_MS = 6_000;

/** What the board shows, and under which key its further pages are found. */
export interface DealBoardProps {
  pipeline: Pipeline;
  board: BoardData;
  boardKey: BoardKey;
  /** The cards are those of the filter before: its own are on their way. */
  stale: boolean;
  search: PipelineSearch;
}

/** A pipeline's deals in columns, and what happens when one is moved. */
export function DealBoard({ pipeline, board, boardKey, stale, search }: DealBoardProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const canMove = useCan("deals.update");
  const [losing, setLosing] = useState<DealMove | null>(null);
  const [won, setWon] = useState<string | null>(null);
  const columns = useBoardColumns(board, won !== null);
  const destinationOf = useDestination(board);
  const move = useMoveDeal({
    onWon: (deal) => {
      setWon(deal.id);
      setTimeout(() => setWon((id) => (id === deal.id ? null : id)), CELEBRATION_MS);
    },
  });

  function onMove(wanted: BoardMove): void {
    const to = destinationOf(wanted);
    if (!to) return;
    const made = { dealId: wanted.cardId, to };
    const isLost = to.by === "stage" && to.stage.kind === "lost" && wanted.from !== wanted.to;
    if (isLost) setLosing(made);
    else move(made);
  }

  function more(columnId: string): void {
    loadMore(client, boardKey, columnId).catch((error: unknown) =>
      toast(t`More deals did not load`, { tone: "bad", detail: errorText(error) }),
    );
  }

  const stages = new Map(pipeline.stages.map((stage) => [stage.id, stage]));
  const lost = losing ? findDeal(board, losing.dealId) : undefined;
  return (
    <>
      <div
        aria-busy={stale || undefined}
        className={cx("flex min-h-0 flex-1 flex-col", stale && "opacity-60")}
      >
        <Board<Deal>
          label={t`Pipeline`}
          columns={columns}
          sorted={board.group !== "stage"}
          cardId={(deal) => deal.id}
          cardHref={(deal) => pipelineHref({ ...search, open: deal.id, new: undefined })}
          cardName={(deal) => deal.name}
          canMove={() => canMove}
          openId={search.open}
          empty={t`No deals here`}
          onMove={onMove}
          onMore={more}
          renderCard={(deal) => (
            <DealCard
              deal={deal}
              stage={stages.get(deal.stage_id)}
              showStage={board.group !== "stage"}
              celebrated={deal.id === won}
            />
          )}
        />
      </div>
      {losing && lost ? (
        <Suspense>
          <LostDialog
            deal={lost}
            onClose={() => setLosing(null)}
            onLost={(lostReason) => {
              setLosing(null);
              if (losing.to.by === "stage") move({ ...losing, to: { ...losing.to, lostReason } });
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}
