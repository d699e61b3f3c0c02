import { useEffect, useRef } from "react";

const QUIET_MS = 400;

/** Tells of the first row in sight once it has stayed so for a moment. */
export function useSettledRow(
  first: number,
  onSettle: ((first: number) => void) | undefined,
): void {
  const latest = useRef(onSettle);
  useEffect(() => {
    latest.current = onSettle;
  });
  const begun = useRef(first);
  useEffect(() => {
    if (first === begun.current) return undefined;
    begun.current = -1;
    const timer = setTimeout(() => latest.current?.(first), QUIET_MS);
    return () => clearTimeout(timer);
  }, [first]);
}
