import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { i18n, isRightToLeft } from "@/i18n/i18n.ts";
import { mirrored } from "@/i18n/mirrored.ts";
import { find, moveTo, type Place, step } from "./arrange.ts";
import type { BoardProps } from "./types.ts";
import { useBoardAnnouncer } from "./use-board-announcer.ts";

/** A card on its way: by pointer, or lifted with the keyboard. */
export interface Moving {
  cardId: string;
  by: "pointer" | "keyboard";
  place: Place;
}

/** The state of a board: which card has the focus, which one is moving and where it would land. */
export function useBoard<Card>(board: BoardProps<Card>) {
  const root = useRef<HTMLDivElement>(null);
  const [focusId, setFocusId] = useState<string | null>(null);
  const [moving, setMoving] = useState<Moving | null>(null);
  /** The card of which a list asks where it shall go. */
  const [asking, setAsking] = useState<string | null>(null);
  const say = useBoardAnnouncer(board);
  const focused = focusId !== null && isDrawn(board, focusId) ? focusId : firstCard(board);

  // The card may be drawn in another column than a moment ago: the focus follows it there.
  useEffect(() => {
    if (moving?.by === "keyboard") focusCard(root.current, moving.cardId);
  }, [moving]);

  // A dropped card is drawn anew where it goes, perhaps after the question why it was lost: whenever
  // that leaves the focus nowhere, it comes back to the card.
  const dropped = useRef<string | null>(null);
  useEffect(() => {
    if (dropped.current && document.activeElement === document.body)
      focusCard(root.current, dropped.current);
  });

  function drop(cardId: string, place: Place): void {
    dropped.current = cardId;
    setMoving(null);
    setFocusId(cardId);
    const move = moveTo(board.columns, cardId, place, board.cardId, board.sorted);
    if (move) {
      say.dropped(cardId, move);
      board.onMove(move);
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    const cardId = (event.target as HTMLElement).closest<HTMLElement>("[data-card]")?.dataset.card;
    if (!cardId || event.ctrlKey || event.metaKey || event.altKey) return;
    const lifted = moving?.by === "keyboard" && moving.cardId === cardId ? moving : null;
    const place = lifted?.place ?? find(board.columns, cardId, board.cardId);
    if (!place) return;
    if (event.key === "m" && !lifted) {
      event.preventDefault();
      ask(cardId);
    } else if (event.key === " ") {
      event.preventDefault();
      if (lifted) {
        drop(cardId, lifted.place);
      } else lift(cardId, place);
    } else if (event.key === "Escape" && lifted) {
      event.preventDefault();
      setMoving(null);
      say.cancelled(cardId);
      requestAnimationFrame(() => focusCard(root.current, cardId));
    } else if (event.key === "Enter" && lifted) {
      event.preventDefault();
    } else {
      const key = isRightToLeft(i18n.locale) ? mirrored(event.key) : event.key;
      const next = step(board.columns, place, key, lifted !== null, board.sorted);
      if (!next) return;
      event.preventDefault();
      if (lifted) {
        setMoving({ ...lifted, place: next });
        say.moved(next);
      } else moveFocus(next);
    }
  }

  function mayMove(cardId: string): boolean {
    const card = cardOf(board, cardId);
    const may = card !== undefined && board.canMove(card);
    if (!may) say.refused(cardId);
    return may;
  }

  function ask(cardId: string): void {
    if (mayMove(cardId)) setAsking(cardId);
  }

  function lift(cardId: string, place: Place): void {
    if (!mayMove(cardId)) return;
    setMoving({ cardId, by: "keyboard", place });
    say.lifted(cardId, place);
  }

  function moveFocus(place: Place): void {
    dropped.current = null;
    const card = board.columns.find((column) => column.id === place.columnId)?.cards[place.index];
    if (card === undefined) return;
    const cardId = board.cardId(card);
    setFocusId(cardId);
    requestAnimationFrame(() => focusCard(root.current, cardId));
  }

  return {
    root,
    focused,
    setFocusId,
    moving,
    setMoving,
    drop,
    onKeyDown,
    asking,
    setAsking,
    ask,
    mayMove,
  };
}

/** A card by its id, on whichever column it stands. */
export function cardOf<Card>(board: BoardProps<Card>, cardId: string): Card | undefined {
  const place = find(board.columns, cardId, board.cardId);
  return board.columns.find((column) => column.id === place?.columnId)?.cards[place?.index ?? -1];
}

function isDrawn<Card>(board: BoardProps<Card>, cardId: string): boolean {
  const place = find(board.columns, cardId, board.cardId);
  return !!place && !board.columns.find((column) => column.id === place.columnId)?.folded;
}

function firstCard<Card>(board: BoardProps<Card>): string | null {
  const card = board.columns.find((column) => column.cards.length > 0 && !column.folded)?.cards[0];
  return card === undefined ? null : board.cardId(card);
}

function focusCard(root: HTMLElement | null, cardId: string): void {
  // A card that went into a folded column is not drawn: the focus stays on the board.
  const element =
    root?.querySelector<HTMLElement>(`[data-card="${CSS.escape(cardId)}"]`) ??
    root?.querySelector<HTMLElement>('[data-card][tabindex="0"]');
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
