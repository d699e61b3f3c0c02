import { t } from "@lingui/core/macro";
import { request } from "@/api/transport.ts";
import { findStage } from "@/features/pipelines/pipelines.ts";
import type { Pipeline, Stage } from "@/features/pipelines/types.ts";
import { type CardPlace, inStage, putDeal, settleDeal } from "./board-cache.ts";
import type { BoardData, Deal } from "./types.ts";

/** Where a deal is to go: into a stage between two others, to a person, or to a day. */
export type Destination =
  | {
      by: "stage";
      stage: Stage;
      /** The card above and the card below; both null where only the stage matters: it goes to the top. */
      aboveId: string | null;
      belowId: string | null;
      lostReason?: string;
    }
  | { by: "owner"; ownerId: string | null; label: string }
  | { by: "month"; date: string | null; label: string };

/** A deal to be moved. */
export interface DealMove {
  dealId: string;
  to: Destination;
  /** Taking a move back says nothing and cannot itself be taken back. */
  quiet?: boolean;
}

/** The deal as it will look there, before the server has said so. */
export function moved(deal: Deal, to: Destination, now: string): Deal {
  if (to.by === "stage") return inStage(deal, to.stage, now, to.lostReason);
  return to.by === "owner"
    ? { ...deal, owner_id: to.ownerId }
    : { ...deal, expected_close_date: to.date };
}

/** A board with the moved deal: between the neighbours it was put between, or where it belongs by itself. */
export function showMoved(board: BoardData, deal: Deal, to: Destination): BoardData {
  return to.by === "stage" && board.group === "stage"
    ? putDeal(board, deal, { columnId: to.stage.id, aboveId: to.aboveId })
    : settleDeal(board, deal);
}

/** Moves it on the server, on the version that was seen. */
export function sendMove(dealId: string, to: Destination, version: number): Promise<Deal> {
  const path = `/api/deals/${dealId}`;
  if (to.by !== "stage") {
    const body = to.by === "owner" ? { owner_id: to.ownerId } : { expected_close_date: to.date };
    return request<Deal>(path, { method: "PATCH", ifMatch: version, body });
  }
  return request<Deal>(`${path}/move`, {
    method: "POST",
    ifMatch: version,
    body: {
      stage_id: to.stage.id,
      after: to.aboveId,
      before: to.belowId,
      ...(to.lostReason ? { lost_reason: to.lostReason } : {}),
    },
  });
}

/** The way back to where a deal was; undefined when that stage is there no more. */
export function wayBack(
  to: Destination,
  before: { deal: Deal; place: CardPlace | undefined },
  pipelines: readonly Pipeline[],
): Destination | undefined {
  const { deal, place } = before;
  if (to.by === "owner") return { by: "owner", ownerId: deal.owner_id ?? null, label: "" };
  if (to.by === "month") return { by: "month", date: deal.expected_close_date ?? null, label: "" };
  const stage = findStage(pipelines, deal.stage_id);
  if (!stage) return undefined;
  return {
    by: "stage",
    stage,
    aboveId: place?.columnId === stage.id ? place.aboveId : null,
    belowId: null,
    lostReason: deal.lost_reason ?? undefined,
  };
}

/** What is said of a move that was made. */
export function sentence({ to }: DealMove, deal: Deal): string {
  if (to.by !== "stage") return t`Moved ${deal.name} to ${to.label}`;
  if (deal.stage_id === to.stage.id) return t`Moved ${deal.name} within ${to.stage.name}`;
  return to.stage.kind === "won"
    ? t`${deal.name} is won`
    : t`Moved ${deal.name} to ${to.stage.name}`;
}
