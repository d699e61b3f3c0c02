import { type RefObject, useLayoutEffect, useRef } from "react";
import type { Rows } from "./rows.ts";

/** Where the rows are to be seen from once those are here that somebody has asked for. */
export type Aim = "start" | "end" | null;

/**
 * Keeps what is seen where it is while rows come in front of it, and goes to where somebody wanted to when another
 * stretch of the list is here: its beginning, its end, or the row that an address leads to.
 */
export function useAnchor<Row>({
  scroller,
  rows,
  height,
  startRow,
  restored,
  setActive,
}: {
  scroller: RefObject<HTMLElement | null>;
  rows: Rows<Row>;
  height: number;
  startRow: number | undefined;
  /** Somebody was here before, and stands where they were. */
  restored: boolean;
  setActive: (change: (active: number) => number) => void;
}): RefObject<Aim> {
  const aim = useRef<Aim>(null);
  const last = useRef({ origin: rows.origin ?? 0, stretch: rows.stretch ?? 0 });
  const begun = useRef(restored);
  const { length, origin = 0, stretch = 0 } = rows;
  useLayoutEffect(() => {
    const element = scroller.current;
    const before = last.current;
    last.current = { origin, stretch };
    if (!element || length === 0) return;
    if (stretch !== before.stretch) {
      const to = aim.current;
      aim.current = null;
      begun.current = true;
      const row = to === "end" ? length - 1 : to === "start" ? 0 : (startRow ?? 0);
      setActive(() => (to ? row : -1));
      element.scrollTo(0, to === "end" ? element.scrollHeight : row * height);
    } else if (!begun.current) {
      begun.current = true;
      if (startRow) element.scrollTo(0, startRow * height);
    } else if (origin !== before.origin) {
      const more = before.origin - origin;
      setActive((active) => (active < 0 ? active : active + more));
      element.scrollTo(element.scrollLeft, element.scrollTop + more * height);
    }
  }, [scroller, length, origin, stretch, startRow, height, setActive]);
  return aim;
}
