import { type RefObject, useLayoutEffect, useState } from "react";

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
