import { t } from "@lingui/core/macro";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { ProblemError } from "@/api/problem.ts";
import { pipelinesQuery } from "@/features/pipelines/pipelines.ts";
import { toast } from "@/ui/overlay/toast.tsx";
import { type CardPlace, dropDeal, findDeal, placeOf, putDeal, settleDeal } from "./board-cache.ts";
import { BOARDS } from "./board-query.ts";
import {
  changeBoards,
  DEAL_CHANGES,
  dealKey,
  holdDeals,
  knownDeal,
  refreshWhenQuiet,
} from "./deal-cache.ts";
import { type DealMove, moved, sendMove, sentence, showMoved, wayBack } from "./deal-move.ts";
import { errorText } from "./errors.ts";
import type { BoardData, Deal } from "./types.ts";
import { sayWhoWasFaster } from "./who-was-faster.ts";

/** What is needed to put one card back. */
interface Before {
  deal: Deal;
  place: CardPlace | undefined;
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
      const before: Before = { deal, place: placeOnStageBoard(client, deal.id) };
      const after = moved(deal, move.to, thisMoment());
      client.setQueryData<Deal>(dealKey(deal.id), after);
      changeHolders(client, deal.id, (board) => showMoved(board, after, move.to));
      if (move.quiet) return before;
      if (after.state === "won" && deal.state !== "won") options.onWon?.(deal);
      before.closeToast = toast(sentence(move, deal), {
        onUndo: () => {
          const to = wayBack(move.to, before, client.getQueryData(pipelinesQuery.queryKey) ?? []);
          if (to) start({ dealId: deal.id, to, quiet: true });
        },
      });
      return before;
    },
    mutationFn: (move) => {
      if (move.turn <= (overtaken.get(move.dealId) ?? 0)) throw new Overtaken();
      return sendMove(move.dealId, move.to, knownDeal(client, move.dealId)?.version ?? 0);
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
      const name = before.deal.name;
      if (error instanceof ProblemError && error.status === 404) {
        changeBoards(client, (board) => dropDeal(board, move.dealId));
        toast(t`${name} is not there any more`, {
          tone: "bad",
          detail: t`It was trashed, or it belongs to somebody whose deals you do not see.`,
        });
        return;
      }
      if (turns.get(move.dealId) === move.turn) putBack(client, before);
      toast(t`${name} stays where it was`, { tone: "bad", detail: errorText(error) });
    },
    onSettled: (_deal, _error, move) => refreshWhenQuiet(client, move.dealId),
  });

  function start(move: DealMove): void {
    const turn = (turns.get(move.dealId) ?? 0) + 1;
    turns.set(move.dealId, turn);
    mutation.mutate({ ...move, turn });
  }
  return start;
}

function thisMoment(): string {
  return new Date().toISOString();
}

/** Changes those boards that have the deal on one of their pages. */
function changeHolders(
  client: QueryClient,
  dealId: string,
  change: (board: BoardData) => BoardData,
): void {
  changeBoards(client, (board) => (findDeal(board, dealId) ? change(board) : board));
}

function settle(client: QueryClient, deal: Deal): void {
  client.setQueryData<Deal>(dealKey(deal.id), deal);
  changeHolders(client, deal.id, (board) => settleDeal(board, deal));
}

/** A newer move of this card is on its way: only the version is news. */
function learnVersion(client: QueryClient, answer: Deal): void {
  const shown = knownDeal(client, answer.id);
  if (!shown) return;
  const deal = { ...shown, version: answer.version };
  client.setQueryData<Deal>(dealKey(deal.id), deal);
}

/* Cards that are on their way have no rank yet in their new place: the neighbour says more. */
function putBack(client: QueryClient, { deal, place }: Before): void {
  client.setQueryData<Deal>(dealKey(deal.id), deal);
  changeHolders(client, deal.id, (board) =>
    place && board.group === "stage" ? putDeal(board, deal, place) : settleDeal(board, deal),
  );
}

function placeOnStageBoard(client: QueryClient, dealId: string): CardPlace | undefined {
  for (const [, board] of client.getQueriesData<BoardData>({ queryKey: BOARDS, type: "active" })) {
    const place = board?.group === "stage" ? placeOf(board, dealId) : undefined;
    if (place) return place;
  }
  return undefined;
}

function isDeal(value: unknown): value is Deal {
  return typeof value === "object" && value !== null && "stage_id" in value && "rank" in value;
}
