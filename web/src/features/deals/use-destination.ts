import type { BoardMove } from "@/ui/board/types.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useNow } from "@/ui/format/use-now.ts";
import { findDeal } from "./board-cache.ts";
import { dayInMonth, NONE } from "./board-columns.ts";
import type { Destination } from "./deal-move.ts";
import type { BoardData } from "./types.ts";
import { useColumnTitle } from "./use-board-columns.tsx";

/** What a move on the board means for the deal: another stage, another owner, another day. */
export function useDestination(board: BoardData): (move: BoardMove) => Destination | undefined {
  const formats = useFormats();
  const today = formats.dayKey(useNow());
  const title = useColumnTitle();
  return ({ cardId, to, aboveId, belowId }) => {
    const column = board.columns.find(({ id }) => id === to);
    if (!column) return undefined;
    if (column.stage) return { by: "stage", stage: column.stage, aboveId, belowId };
    const label = title(column, board);
    if (board.group === "owner") return { by: "owner", ownerId: column.owner_id ?? null, label };
    if (column.id === NONE) return { by: "month", date: null, label };
    if (!column.month) return undefined;
    const date = dayInMonth(findDeal(board, cardId)?.expected_close_date, column.month, today);
    return { by: "month", date, label: formats.date(date) };
  };
}
