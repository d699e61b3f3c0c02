import { t } from "@lingui/core/macro";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { ProblemError } from "@/api/problem.ts";
import { request } from "@/api/transport.ts";
import { findStage, pipelinesQuery } from "@/features/pipelines/pipelines.ts";
import type { Stage } from "@/features/pipelines/types.ts";
import { toast } from "@/ui/overlay/toast.tsx";
import { type CardPlace, findDeal, inStage, placeOf, putDeal, settleDeal } from "./board-cache.ts";
import { BOARDS } from "./board-query.ts";
import {
  changeBoards,
  DEAL_CHANGES,
  dealKey,
  holdDeals,
  knownDeal,
  refreshWhenQuiet,
} from "./deal-cache.ts";
import { errorText } from "./errors.ts";
import { latestChange } from "./latest-change.ts";
import type { BoardData, Deal } from "./types.ts";

/** A deal to be moved: into which stage, between which neighbours, and of a lost one why. */
export interface DealMove {
  dealId: string;
  stage: Stage;
  /** The card above and the card below; both null where only the stage matters: it goes to the top. */
  aboveId: string | null;
  belowId: string | null;
  lostReason?: string;
  /** Taking a move back says nothing and cannot itself be taken back. */
  quiet?: boolean;
}

/** What is needed to put one card back. */
interface Before {
  deal: Deal;
  place: CardPlace | undefined;
  turn: number;
  closeToast?: () => void;
}

/** Each card's latest move: an older one that fails leaves the card to the newer one. */
const turns = new Map<string, number>();
/** Moves up to this turn were overtaken by somebody else's change and are not sent any more. */
const overtaken = new Map<string, number>();

class Overtaken extends Error {}

/**
 * Moves a deal: at once on the screen, then on the server, in order. A move that fails puts its one
 * card back; one that somebody else was faster than puts it where it truly stands and says who it was.
 */
export function useMoveDeal(options: { onWon?: (deal: Deal) => void } = {}) {
  const client = useQueryClient();
  const mutation = useMutation<Deal, Error, DealMove & { turn: number }, Before | undefined>({
    scope: DEAL_CHANGES,
    onMutate: async (move) => {
      await holdDeals(client, move.dealId);
      const deal = knownDeal(client, move.dealId);
      if (!deal) return undefined;
      const before: Before = { deal, place: placeOnAnyBoard(client, deal.id), turn: move.turn };
      show(client, inStage(deal, move.stage, thisMoment(), move.lostReason), {
        stageId: move.stage.id,
        aboveId: move.aboveId,
      });
      if (deal.stage_id !== move.stage.id && !move.quiet) {
        if (move.stage.kind === "won") options.onWon?.(deal);
        before.closeToast = tell(move, deal, () => start(backOf(client, before)));
      }
      return before;
    },
    mutationFn: (move) => {
      if (move.turn <= (overtaken.get(move.dealId) ?? 0)) throw new Overtaken();
      return request<Deal>(`/api/deals/${move.dealId}/move`, {
        method: "POST",
        ifMatch: knownDeal(client, move.dealId)?.version ?? 0,
        body: {
          stage_id: move.stage.id,
          after: move.aboveId,
          before: move.belowId,
          ...(move.lostReason ? { lost_reason: move.lostReason } : {}),
        },
      });
    },
    onSuccess: (deal, move) => {
      if (turns.get(deal.id) === move.turn) settle(client, deal);
      else learnVersion(client, deal);
    },
    onError: (error, move, before) => {
      before?.closeToast?.();
      if (error instanceof Overtaken || !before) return;
      if (error instanceof ProblemError && error.status === 409 && isDeal(error.current)) {
        overtaken.set(move.dealId, turns.get(move.dealId) ?? move.turn);
        settle(client, error.current);
        void sayWhoWasFaster(client, error.current);
        return;
      }
      if (turns.get(move.dealId) === move.turn) putBack(client, before);
      toast(t`${before.deal.name} stays where it was`, { tone: "bad", detail: errorText(error) });
    },
    onSettled: (_deal, _error, move) => refreshWhenQuiet(client, move.dealId),
  });

  function start(move: DealMove | undefined): void {
    if (!move) return;
    const turn = (turns.get(move.dealId) ?? 0) + 1;
    turns.set(move.dealId, turn);
    mutation.mutate({ ...move, turn });
  }
  return start;
}

function thisMoment(): string {
  return new Date().toISOString();
}

function show(client: QueryClient, deal: Deal, place: CardPlace): void {
  client.setQueryData<Deal>(dealKey(deal.id), deal);
  changeBoards(client, (board) => (findDeal(board, deal.id) ? putDeal(board, deal, place) : board));
}

function settle(client: QueryClient, deal: Deal): void {
  client.setQueryData<Deal>(dealKey(deal.id), deal);
  changeBoards(client, (board) => (findDeal(board, deal.id) ? settleDeal(board, deal) : board));
}

/** A newer move of this card is on its way: only the version is news. */
function learnVersion(client: QueryClient, answer: Deal): void {
  const shown = knownDeal(client, answer.id);
  if (!shown) return;
  const deal = { ...shown, version: answer.version };
  client.setQueryData<Deal>(dealKey(deal.id), deal);
}

function putBack(client: QueryClient, before: Before): void {
  if (before.place) show(client, before.deal, before.place);
  else settle(client, before.deal);
}

function placeOnAnyBoard(client: QueryClient, dealId: string): CardPlace | undefined {
  for (const [, board] of client.getQueriesData<BoardData>({ queryKey: BOARDS, type: "active" })) {
    const place = board && placeOf(board, dealId);
    if (place) return place;
  }
  return undefined;
}

/** The move that takes a move back, between the neighbours that the card had. */
function backOf(client: QueryClient, before: Before): DealMove | undefined {
  const stage = findStage(client.getQueryData(pipelinesQuery.queryKey) ?? [], before.deal.stage_id);
  if (!stage) return undefined;
  return {
    dealId: before.deal.id,
    stage,
    aboveId: before.place?.aboveId ?? null,
    belowId: null,
    lostReason: before.deal.lost_reason ?? undefined,
    quiet: true,
  };
}

function tell(move: DealMove, deal: Deal, onUndo: () => void): () => void {
  const title =
    move.stage.kind === "won"
      ? t`${deal.name} is won`
      : t`Moved ${deal.name} to ${move.stage.name}`;
  return toast(title, { onUndo });
}

async function sayWhoWasFaster(client: QueryClient, deal: Deal): Promise<void> {
  const change = await latestChange(deal.id).catch(() => undefined);
  const who = change?.actor_name ?? t`Somebody`;
  const stages = client.getQueryData(pipelinesQuery.queryKey) ?? [];
  const stage = findStage(stages, deal.stage_id)?.name ?? "";
  toast(
    change && change.from_stage_id !== change.to_stage_id
      ? t`${who} moved ${deal.name} to ${stage} first`
      : t`${who} changed ${deal.name} a moment ago`,
    { tone: "bad", detail: t`You see it as it is now. Move it again if you still want to.` },
  );
}

function isDeal(value: unknown): value is Deal {
  return typeof value === "object" && value !== null && "stage_id" in value && "rank" in value;
}
