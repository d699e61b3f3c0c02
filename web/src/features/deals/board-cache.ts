import type { Stage } from "@/features/pipelines/types.ts";
import { columnOf, comesBefore } from "./board-columns.ts";
import type { BoardData, Deal, DealColumn, StageSum } from "./types.ts";

/** Where a card stands: its column and the card above it (null: it is the first). */
export interface CardPlace {
  columnId: string;
  aboveId: string | null;
}

/** A deal on one of the loaded pages. */
export function findDeal(board: BoardData, dealId: string): Deal | undefined {
  for (const column of board.columns) {
    const deal = column.deals.items.find((candidate) => candidate.id === dealId);
    if (deal) return deal;
  }
  return undefined;
}

/** Where a loaded card stands now. */
export function placeOf(board: BoardData, dealId: string): CardPlace | undefined {
  for (const column of board.columns) {
    const index = column.deals.items.findIndex((candidate) => candidate.id === dealId);
    if (index >= 0)
      return {
        columnId: column.id,
        aboveId: column.deals.items[index - 1]?.id ?? null,
      };
  }
  return undefined;
}

/** The board with a deal at a place; counts and sums go with it. `deal` is what the card shows there. */
export function putDeal(board: BoardData, deal: Deal, place: CardPlace): BoardData {
  const known = findDeal(board, deal.id);
  return {
    ...board,
    columns: board.columns.map((column) => {
      const without = known && holds(column, deal.id) ? take(column, known) : column;
      return column.id === place.columnId ? insert(without, deal, place.aboveId) : without;
    }),
  };
}

/** The board with a deal's card renewed: where it stands, or where the change has brought it. */
export function renewDeal(board: BoardData, deal: Deal): BoardData {
  const place = placeOf(board, deal.id);
  if (!place) return board;
  const stays = columnOf(board, deal)?.id === place.columnId && board.group === "stage";
  return stays ? putDeal(board, deal, place) : settleDeal(board, deal);
}

/** The board without a deal. */
export function dropDeal(board: BoardData, dealId: string): BoardData {
  const known = findDeal(board, dealId);
  if (!known) return board;
  return {
    ...board,
    columns: board.columns.map((column) => (holds(column, dealId) ? take(column, known) : column)),
  };
}

/** The board with a deal where it belongs: in its column, in its order. */
export function settleDeal(board: BoardData, deal: Deal): BoardData {
  const column = columnOf(board, deal);
  if (!column) return dropDeal(board, deal.id);
  const above = column.deals.items.findLast(
    (candidate) => candidate.id !== deal.id && comesBefore(board, candidate, deal),
  );
  return putDeal(board, deal, { columnId: column.id, aboveId: above?.id ?? null });
}

/** A deal as it will look in a stage, before the server has said so. */
export function inStage(deal: Deal, stage: Stage, now: string, lostReason?: string): Deal {
  if (deal.stage_id === stage.id) return deal;
  return {
    ...deal,
    stage_id: stage.id,
    pipeline_id: stage.pipeline_id,
    state: stage.kind,
    probability: stage.probability,
    weighted_amount: weighted(deal.amount, stage.probability),
    stage_entered_at: now,
    closed_at: stage.kind === "open" ? null : now,
    lost_reason: stage.kind === "lost" ? (lostReason ?? deal.lost_reason ?? null) : null,
  };
}

/** A column with one more page; what it has already is not taken twice. */
export function appendPage(
  board: BoardData,
  columnId: string,
  page: DealColumn["deals"],
): BoardData {
  const known = new Set(
    board.columns.flatMap((column) => column.deals.items.map((deal) => deal.id)),
  );
  return {
    ...board,
    columns: board.columns.map((column) =>
      column.id === columnId
        ? {
            ...column,
            deals: {
              items: [...column.deals.items, ...page.items.filter((deal) => !known.has(deal.id))],
              next: page.next ?? null,
            },
          }
        : column,
    ),
  };
}

/**
 * A fresh first page of every column, with the further pages that were loaded already behind it, so
 * that looking again does not throw somebody back who has scrolled down.
 */
export function mergeFresh(old: BoardData | undefined, fresh: BoardData): BoardData {
  if (!old) return fresh;
  const first = new Set(
    fresh.columns.flatMap((column) => column.deals.items.map((deal) => deal.id)),
  );
  return {
    ...fresh,
    columns: fresh.columns.map((column) => {
      const before = old.columns.find((candidate) => candidate.id === column.id);
      const last = column.deals.items.at(-1);
      if (!before || !column.deals.next || !last) return column;
      const tail = before.deals.items.filter(
        (deal) => comesBefore(fresh, last, deal) && !first.has(deal.id),
      );
      if (tail.length === 0) return column;
      return {
        ...column,
        deals: { items: [...column.deals.items, ...tail], next: before.deals.next ?? null },
      };
    }),
  };
}

/** What columns add up to, currency by currency: never one sum over several. */
export function addUp(columns: readonly DealColumn[]): StageSum[] {
  const sums = new Map<string, StageSum>();
  for (const { currency, amount, weighted: part } of columns.flatMap((column) => column.sums)) {
    const sum = sums.get(currency) ?? { currency, amount: 0, weighted: 0 };
    sums.set(currency, {
      currency,
      amount: sum.amount + amount,
      weighted: sum.weighted + part,
    });
  }
  return [...sums.values()];
}

/** Amount × probability in whole minor units, a half rounded up, as the server counts it. */
export function weighted(amount: number | null | undefined, probability: number): number | null {
  return amount === null || amount === undefined
    ? null
    : Math.floor((amount * probability + 50) / 100);
}

function holds(column: DealColumn, dealId: string): boolean {
  return column.deals.items.some((deal) => deal.id === dealId);
}

function take(column: DealColumn, deal: Deal): DealColumn {
  return {
    ...column,
    count: column.count - 1,
    sums: change(column.sums, deal, -1),
    deals: {
      ...column.deals,
      items: column.deals.items.filter((candidate) => candidate.id !== deal.id),
    },
  };
}

function insert(column: DealColumn, deal: Deal, aboveId: string | null): DealColumn {
  const items = [...column.deals.items];
  const above = aboveId === null ? -1 : items.findIndex((candidate) => candidate.id === aboveId);
  items.splice(above + 1, 0, deal);
  return {
    ...column,
    count: column.count + 1,
    sums: change(column.sums, deal, 1),
    deals: { ...column.deals, items },
  };
}

function change(sums: readonly StageSum[], deal: Deal, sign: 1 | -1): StageSum[] {
  const amount = sign * (deal.amount ?? 0);
  const part = sign * (deal.weighted_amount ?? 0);
  const known = sums.some((sum) => sum.currency === deal.currency);
  if (!known) return [...sums, { currency: deal.currency, amount, weighted: part }];
  return sums.map((sum) =>
    sum.currency === deal.currency
      ? { ...sum, amount: sum.amount + amount, weighted: sum.weighted + part }
      : sum,
  );
}
