import { announce } from "@atlaskit/pragmatic-drag-and-drop-live-region";
import { useLingui } from "@lingui/react/macro";
import { find, type Place } from "./arrange.ts";
import type { BoardMove, BoardProps } from "./types.ts";

/** Says each step of a move aloud, in the words of the board. */
export function useBoardAnnouncer<Card>(board: BoardProps<Card>) {
  const { t } = useLingui();

  function where(place: Place): { column: string; position: number; total: number } {
    const column = board.columns.find((candidate) => candidate.id === place.columnId);
    return {
      column: column?.title ?? "",
      position: place.index + 1,
      total: (column?.cards.length ?? 0) + 1,
    };
  }

  function nameOf(cardId: string): string {
    const place = find(board.columns, cardId, board.cardId);
    const column = board.columns.find((candidate) => candidate.id === place?.columnId);
    const card = place ? column?.cards[place.index] : undefined;
    return card === undefined ? "" : board.cardName(card);
  }

  return {
    lifted: (cardId: string, place: Place) => {
      const { column, position } = where(place);
      announce(
        t`Lifted ${nameOf(cardId)} from ${column}, position ${position}. Arrow keys move it, Space drops it, Escape puts it back.`,
      );
    },
    moved: (place: Place) => {
      const { column, position } = where(place);
      announce(board.sorted ? column : t`${column}, position ${position}`);
    },
    dropped: (cardId: string, { from, to, index }: BoardMove) => {
      const { column, position } = where({ columnId: to, index });
      const before = where({ columnId: from, index: 0 }).column;
      if (board.sorted) announce(t`Moved ${nameOf(cardId)} from ${before} to ${column}`);
      else announce(t`Moved ${nameOf(cardId)} from ${before} to ${column}, position ${position}`);
    },
    cancelled: (cardId: string) => announce(t`Cancelled. ${nameOf(cardId)} is back in its place.`),
    refused: (cardId: string) => announce(t`${nameOf(cardId)} cannot be moved by you.`),
  };
}
