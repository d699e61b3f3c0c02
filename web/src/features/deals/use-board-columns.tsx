import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { Unowned } from "@/features/people/owner-options.tsx";
import { usePeople } from "@/features/people/people.ts";
import { stageColor } from "@/features/pipelines/pipelines.ts";
import { Avatar } from "@/ui/avatar.tsx";
import type { BoardColumn } from "@/ui/board/types.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { isIdle, NONE, takesCards } from "./board-columns.ts";
import { ColumnSums } from "./pipeline-summary.tsx";
import type { BoardData, Deal, DealColumn } from "./types.ts";

/** A board's columns as they are drawn. Won and lost stand folded at the end: places to drop on, not to browse. */
export function useBoardColumns(board: BoardData, celebrating: boolean): BoardColumn<Deal>[] {
  const headOf = useColumnHead();
  const [unfolded, setUnfolded] = useState<readonly string[]>([]);
  const shown = board.columns.filter((column) => !isIdle(column));
  return shown.map((column) => {
    const { id, stage, count, sums, deals } = column;
    const closed = stage != null && stage.kind !== "open";
    return {
      id,
      ...headOf(column, board),
      count,
      sum: <ColumnSums sums={sums} weighted={!closed} />,
      cards: deals.items,
      hasMore: Boolean(deals.next),
      marked: stage?.kind === "won" && celebrating,
      closed: !takesCards(column),
      folded: closed && !unfolded.includes(id),
      onFold: closed
        ? (folded: boolean) =>
            setUnfolded((ids) => (folded ? ids.filter((other) => other !== id) : [...ids, id]))
        : undefined,
    };
  });
}

/** What a column is called, and what stands before that. */
function useColumnHead() {
  const title = useColumnTitle();
  const { nameOf } = usePeople();
  return (
    column: DealColumn,
    board: BoardData,
  ): Pick<BoardColumn<Deal>, "title" | "color" | "lead"> => {
    const { stage } = column;
    const name = title(column, board);
    if (stage) return { title: name, color: stageColor(stage) };
    const lead: ReactNode = column.owner_id ? (
      <Avatar size="sm" name={nameOf(column.owner_id) ?? "…"} />
    ) : board.group === "owner" ? (
      <Unowned label="" />
    ) : undefined;
    return { title: name, color: monthColor(column), lead };
  };
}

/** A column's name: the stage's, the owner's, the month's. */
export function useColumnTitle(): (column: DealColumn, board: BoardData) => string {
  const { t } = useLingui();
  const formats = useFormats();
  const { nameOf } = usePeople();
  return (column, board) => {
    if (column.stage) return column.stage.name;
    if (column.owner_id) return nameOf(column.owner_id) ?? "…";
    if (board.group === "owner") return t`The pool`;
    if (column.month) return formats.month(column.month);
    if (column.id === NONE) return t`No date`;
    return column.id === "late" ? t`Before this month` : t`Later`;
  };
}

function monthColor(column: DealColumn): string {
  if (column.month) return "var(--s-prop)";
  return column.id === "late" ? "var(--bad)" : "var(--line-strong)";
}
