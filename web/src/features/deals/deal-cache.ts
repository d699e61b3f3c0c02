import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { request } from "@/api/transport.ts";
import { cachedRecord, patchRecord, refreshLists } from "@/features/records/record-cache.ts";
import { keysOf } from "@/features/records/resource.ts";
import { findDeal, renewDeal } from "./board-cache.ts";
import { BOARDS } from "./board-query.ts";
import type { BoardData, Deal } from "./types.ts";

/** The scope of everything that changes deals: one after the other, in the order of the person's hands. */
export const DEAL_CHANGES = { id: "deals" };

/** Where a deal is kept. */
export function dealKey(dealId: string) {
  return ["deals", dealId] as const;
}

/** A deal. What a board knows of it is shown at once. */
export function dealQuery(client: QueryClient, dealId: string) {
  return queryOptions({
    queryKey: dealKey(dealId),
    queryFn: ({ signal }) => request<Deal>(`/api/deals/${dealId}`, { signal }),
    placeholderData: () => knownDeal(client, dealId),
  });
}

/** A deal as the caches have it, its own record or a card: the newest of them. */
export function knownDeal(client: QueryClient, dealId: string): Deal | undefined {
  let newest = client.getQueryData<Deal>(dealKey(dealId));
  for (const [, board] of client.getQueriesData<BoardData>({ queryKey: BOARDS })) {
    const card = board && findDeal(board, dealId);
    if (card && (!newest || card.version > newest.version)) newest = card;
  }
  const row = cachedRecord<Deal>(client, "deals", dealId)?.record;
  return row && (!newest || row.version > newest.version) ? row : newest;
}

/** Applies a change to every board that is kept. */
export function changeBoards(client: QueryClient, change: (board: BoardData) => BoardData): void {
  client.setQueriesData<BoardData>({ queryKey: BOARDS }, (board) => board && change(board));
}

/** Shows a deal as it is now: on its page, on its card and in its row, where those stand. */
export function showDeal(client: QueryClient, deal: Deal): void {
  client.setQueryData<Deal>(dealKey(deal.id), deal);
  changeBoards(client, (board) => renewDeal(board, deal));
  patchRecord<Deal>(client, "deals", deal.id, deal);
}

/** Stops what is being fetched, so that an old answer does not undo what the person has just done. */
export async function holdDeals(client: QueryClient, dealId: string): Promise<void> {
  await Promise.all([
    client.cancelQueries({ queryKey: BOARDS }),
    client.cancelQueries({ queryKey: dealKey(dealId) }),
  ]);
}

/** After the last change has been answered, asks the server how things really are. */
export function refreshWhenQuiet(client: QueryClient, dealId: string): void {
  void client.invalidateQueries({ queryKey: keysOf("deals").events(dealId) });
  const waiting = client.isMutating({
    predicate: (mutation) => mutation.options.scope?.id === DEAL_CHANGES.id,
  });
  if (waiting > 1) return;
  void client.invalidateQueries({ queryKey: BOARDS });
  refreshLists(client, "deals");
}
