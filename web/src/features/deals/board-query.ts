import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { request } from "@/api/transport.ts";
import { appendPage, mergeFresh } from "./board-cache.ts";
import type { BoardData, BoardGroup, DealsPage } from "./types.ts";

/** Cards of a column that come at once: somewhat more than a screen holds. */
const PAGE_CARDS = 25;
const NEXT_CARDS = 100;

/** Every board's key begins so. */
export const BOARDS = ["board"] as const;

/** Which board: a pipeline under a filter, cut by stage, owner or month. */
export interface BoardKey {
  pipelineId: string;
  filter: string | undefined;
  group?: BoardGroup;
}

function keyOf({ pipelineId, filter, group }: BoardKey) {
  return [...BOARDS, pipelineId, filter ?? "", group ?? "stage"] as const;
}

/** The board: per column the count, the sums and the first cards, all from the server under the filter. */
export function boardQuery(client: QueryClient, board: BoardKey) {
  return queryOptions({
    queryKey: keyOf(board),
    queryFn: async ({ signal }) => {
      const path = `/api/pipelines/${board.pipelineId}/board?${params(board, PAGE_CARDS)}`;
      const fresh = await request<BoardData>(path, { signal });
      return mergeFresh(client.getQueryData<BoardData>(keyOf(board)), fresh);
    },
  });
}

const underWay = new Set<string>();

/** Brings the next page of a column, once at a time. */
export async function loadMore(
  client: QueryClient,
  board: BoardKey,
  columnId: string,
): Promise<void> {
  const key = keyOf(board);
  const column = client
    .getQueryData<BoardData>(key)
    ?.columns.find((candidate) => candidate.id === columnId);
  const cursor = column?.deals.next;
  const turn = `${key.join(" ")} ${columnId}`;
  if (!cursor || underWay.has(turn)) return;
  underWay.add(turn);
  try {
    const path = `/api/pipelines/${board.pipelineId}/board/${columnId}?${params(board, NEXT_CARDS, cursor)}`;
    const page = await request<DealsPage>(path);
    client.setQueryData<BoardData>(key, (data) => data && appendPage(data, columnId, page));
  } finally {
    underWay.delete(turn);
  }
}

function params({ filter, group }: BoardKey, limit: number, cursor?: string): URLSearchParams {
  const search = new URLSearchParams({ limit: String(limit) });
  if (filter) search.set("filter", filter);
  if (group) search.set("group", group);
  if (cursor) search.set("cursor", cursor);
  return search;
}
