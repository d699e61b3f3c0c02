import type { CSSProperties } from "react";

/**
 * A cell that stays in sight while the others pass beneath it. What stands before it covers the gap to the cell in front,
 * or the edge of the list.
 */
export const STICKY =
  "sticky z-2 bg-inherit before:absolute before:inset-y-0 before:-start-3 before:w-3 before:bg-inherit data-first:before:-start-4 data-first:before:w-4";

/** Where a pinned cell stays: that of a column, or that of the boxes to tick. */
export function pinStyle(pinned: true | undefined, at: number | "tick"): CSSProperties | undefined {
  if (!pinned) return undefined;
  return { insetInlineStart: at === "tick" ? "16px" : `var(--pin${at})` };
}
