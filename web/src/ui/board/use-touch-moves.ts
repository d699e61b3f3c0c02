import { type RefObject, useEffect, useRef } from "react";
import { type Place, slotAt } from "./arrange.ts";
import { preview } from "./board-card.tsx";
import { setTouching } from "./touch.ts";
import { edgeScroller } from "./touch-scroll.ts";
import { PITCH_PX } from "./types.ts";

const REST_MS = 350;
const SLACK_PX = 10;

/** What fingers do with cards. */
export interface TouchMoves {
  sorted?: boolean;
  /** The places of a column for a card, but the one behind the last. */
  slotsOf: (columnId: string, cardId: string) => number;
  mayMove: (cardId: string) => boolean;
  /** Where the card would fall now; null where it cannot. */
  onOver: (cardId: string, place: Place | null) => void;
  onDrop: (cardId: string, place: Place) => void;
  /** A finger that rested and went away again: it wants to be asked. */
  onAsk: (cardId: string) => void;
}

/* One finger on one card. */
interface Touch {
  card: HTMLElement;
  cardId: string;
  start: { x: number; y: number };
  timer: number;
  ghost?: HTMLElement;
  hasMoved: boolean;
  place: Place | null;
}

/**
 * Moves by touch: a finger that rests on a card lifts it, then carries it, and at an edge the board
 * scrolls on; one that only rests is shown a list of the columns. A finger that moves at once scrolls.
 */
export function useTouchMoves(root: RefObject<HTMLElement | null>, moves: TouchMoves): void {
  const latest = useRef(moves);
  useEffect(() => {
    latest.current = moves;
  });
  useEffect(() => {
    const element = root.current;
    if (!element) return;
    let touch: Touch | null = null;
    let last = { x: 0, y: 0 };
    const scroller = edgeScroller(element, () => {
      if (touch) over(touch);
    });

    function onStart(event: TouchEvent): void {
      const [finger] = event.touches;
      const card = (event.target as Element).closest<HTMLElement>("[data-card]");
      end();
      if (event.touches.length !== 1 || !finger || !card) return;
      last = { x: finger.clientX, y: finger.clientY };
      const cardId = card.dataset.card ?? "";
      const timer = window.setTimeout(lift, REST_MS);
      touch = { card, cardId, start: last, timer, hasMoved: false, place: null };
      setTouching(true);
    }

    function lift(): void {
      if (!touch) return;
      if (!latest.current.mayMove(touch.cardId)) {
        end();
        return;
      }
      navigator.vibrate?.(10);
      touch.ghost = ghostOf(touch.card);
      carry(touch);
    }

    function onMove(event: TouchEvent): void {
      const [finger] = event.touches;
      if (!touch || !finger) return;
      last = { x: finger.clientX, y: finger.clientY };
      const far = Math.hypot(last.x - touch.start.x, last.y - touch.start.y) > SLACK_PX;
      if (!touch.ghost) {
        // It moved before it had rested: the page scrolls, as it would anywhere.
        if (far) end();
        return;
      }
      event.preventDefault();
      touch.hasMoved ||= far;
      carry(touch);
      if (touch.hasMoved) {
        over(touch);
        scroller.look(last);
      }
    }

    function carry({ ghost, start }: Touch): void {
      if (ghost)
        ghost.style.transform = `translate(${last.x - start.x}px, ${last.y - start.y}px) rotate(2deg)`;
    }

    function over(current: Touch): void {
      current.place = placeAt(last, current.cardId, latest.current);
      latest.current.onOver(current.cardId, current.place);
    }

    function onEnd(event: TouchEvent): void {
      const done = touch;
      end();
      if (!done?.ghost) return;
      event.preventDefault();
      if (!done.hasMoved) latest.current.onAsk(done.cardId);
      else if (done.place) latest.current.onDrop(done.cardId, done.place);
      else latest.current.onOver(done.cardId, null);
    }

    function onCancel(): void {
      if (touch?.hasMoved) latest.current.onOver(touch.cardId, null);
      end();
    }

    function end(): void {
      if (touch) {
        window.clearTimeout(touch.timer);
        touch.ghost?.remove();
      }
      scroller.stop();
      touch = null;
      setTouching(false);
    }

    const onMenu = (event: Event) => {
      if (touch) event.preventDefault();
    };
    element.addEventListener("touchstart", onStart, { passive: true });
    element.addEventListener("touchmove", onMove, { passive: false });
    element.addEventListener("touchend", onEnd);
    element.addEventListener("touchcancel", onCancel);
    element.addEventListener("contextmenu", onMenu);
    return () => {
      end();
      element.removeEventListener("touchstart", onStart);
      element.removeEventListener("touchmove", onMove);
      element.removeEventListener("touchend", onEnd);
      element.removeEventListener("touchcancel", onCancel);
      element.removeEventListener("contextmenu", onMenu);
    };
  }, [root]);
}

/* The card as the finger carries it, above everything and in nobody's way. */
function ghostOf(card: HTMLElement): HTMLElement {
  const { left, top } = card.getBoundingClientRect();
  const ghost = preview(card);
  Object.assign(ghost.style, {
    position: "fixed",
    left: `${left}px`,
    top: `${top}px`,
    margin: "0",
    zIndex: "60",
    pointerEvents: "none",
  });
  ghost.removeAttribute("data-card");
  ghost.setAttribute("aria-hidden", "true");
  document.body.append(ghost);
  return ghost;
}

function placeAt({ x, y }: { x: number; y: number }, cardId: string, moves: TouchMoves) {
  const column = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-column]");
  const columnId = column?.dataset.column;
  if (!column || columnId === undefined || column.dataset.closed !== undefined) return null;
  const cards = column.querySelector<HTMLElement>("[data-cards]");
  if (!cards || moves.sorted) return { columnId, index: 0 };
  const offset = y - cards.getBoundingClientRect().top + cards.scrollTop - PITCH_PX / 2;
  return { columnId, index: slotAt(offset, PITCH_PX, moves.slotsOf(columnId, cardId)) };
}
