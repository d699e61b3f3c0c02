const EDGE_PX = 44;
const STEP_PX = 9;
const DWELL_MS = 450;

/**
 * Scrolls while a finger carries a card near an edge: the column under it step by step, the board
 * column by column. `onScrolled` is told that something else may lie under the finger now.
 */
export function edgeScroller(board: HTMLElement, onScrolled: () => void) {
  let at = { x: 0, y: 0 };
  let frame = 0;
  let turn = 0;

  function step(): void {
    frame = 0;
    const cards = document
      .elementFromPoint(at.x, at.y)
      ?.closest("[data-column]")
      ?.querySelector<HTMLElement>("[data-cards]");
    const way = cards ? direction(at.y, cards.getBoundingClientRect(), "top", "bottom") : 0;
    if (!cards || way === 0) return;
    cards.scrollTop += way * STEP_PX;
    onScrolled();
    frame = requestAnimationFrame(step);
  }

  function turnOver(): void {
    turn = 0;
    const way = direction(at.x, board.getBoundingClientRect(), "left", "right");
    if (way === 0) return;
    const width = board.querySelector<HTMLElement>("[data-column]")?.offsetWidth ?? 0;
    board.scrollBy({ left: way * width, behavior: "smooth" });
    turn = window.setTimeout(() => {
      onScrolled();
      turnOver();
    }, DWELL_MS * 2);
  }

  return {
    /** The finger is here now. */
    look(point: { x: number; y: number }): void {
      at = point;
      frame ||= requestAnimationFrame(step);
      const edge = direction(at.x, board.getBoundingClientRect(), "left", "right");
      if (edge === 0) {
        window.clearTimeout(turn);
        turn = 0;
      } else turn ||= window.setTimeout(turnOver, DWELL_MS);
    },
    stop(): void {
      cancelAnimationFrame(frame);
      window.clearTimeout(turn);
      frame = 0;
      turn = 0;
    },
  };
}

function direction(
  value: number,
  box: DOMRect,
  from: "top" | "left",
  to: "bottom" | "right",
): -1 | 0 | 1 {
  if (value < box[from] + EDGE_PX) return -1;
  return value > box[to] - EDGE_PX ? 1 : 0;
}
