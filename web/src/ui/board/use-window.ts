import { type RefObject, useEffect, useLayoutEffect, useState } from "react";

const OVERSCAN = 2;

/** The cards that are in sight, as indices [first, last). */
export interface Window {
  first: number;
  last: number;
}

/** The slots of a scroller that are in sight. Renders again only when the window has moved by a slot. */
export function useWindow(
  scroller: RefObject<HTMLElement | null>,
  pitchPx: number,
  count: number,
): Window {
  const [range, setRange] = useState<Window>({ first: 0, last: 12 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => {
      const first = Math.max(0, Math.floor(element.scrollTop / pitchPx) - OVERSCAN);
      const last = Math.ceil((element.scrollTop + element.clientHeight) / pitchPx) + OVERSCAN;
      setRange((old) => (old.first === first && old.last === last ? old : { first, last }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, [scroller, pitchPx]);
  return {
    first: Math.min(range.first, Math.max(0, count - 1)),
    last: Math.min(range.last, count),
  };
}

/** Columns that are drawn before anybody has looked where they stand: as many as a wide screen shows. */
const NEAR_AT_FIRST = 8;
const NEAR_PX = 600;

/** Whether a column stands within sight of its board, or almost: of hundreds, the others are not worth drawing. */
export function useNear(column: RefObject<HTMLElement | null>, place: number): boolean {
  const [near, setNear] = useState(place < NEAR_AT_FIRST);
  useEffect(() => {
    const element = column.current;
    if (!element || typeof IntersectionObserver === "undefined") return;
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? true), {
      root: element.closest('[role="group"]'),
      rootMargin: `0px ${NEAR_PX}px`,
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [column]);
  return near;
}
