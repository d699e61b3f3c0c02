import { type KeyboardEvent, useState } from "react";

/** What the keys of a list act on. */
export interface RowKeysOptions {
  count: number;
  /** The row that is active to begin with; -1: none. */
  initial?: number;
  /** The row that is active whatever was before, because its record lies open; -1: none. */
  held?: number;
  /** Rows that fit the window: how far Page Up and Page Down go. */
  pageRows: number;
  onOpen: (index: number) => void;
  onActive: (index: number) => void;
}

/** Where a key leads from the active row, or null when the key is none of ours. */
export function rowAfterKey(
  key: string,
  active: number,
  count: number,
  pageRows: number,
): number | null {
  const clamp = (index: number) => Math.max(0, Math.min(count - 1, index));
  switch (key) {
    case "ArrowDown":
    case "j":
      return clamp(active + 1);
    case "ArrowUp":
    case "k":
      return clamp(active < 0 ? 0 : active - 1);
    case "PageDown":
      return clamp(active + pageRows);
    case "PageUp":
      return clamp(active - pageRows);
    case "Home":
      return clamp(0);
    case "End":
      return clamp(count - 1);
    default:
      return null;
  }
}

/** The active row of a list and the keys that move it: arrows, j and k, page keys, Enter to open. */
export function useRowKeys({
  count,
  initial,
  held = -1,
  pageRows,
  onOpen,
  onActive,
}: RowKeysOptions) {
  const [active, setActive] = useState(initial ?? -1);
  const wanted = held >= 0 ? held : active;
  const current = wanted < count ? wanted : count - 1;

  /* Whether the key was one of ours. */
  function press(key: string): boolean {
    if (count === 0) return false;
    if (key === "Enter" && current >= 0) {
      onOpen(current);
      return true;
    }
    const next = rowAfterKey(key, current, count, pageRows);
    if (next === null) return false;
    setActive(next);
    onActive(next);
    return true;
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey)
      return;
    if (press(event.key)) event.preventDefault();
  }

  return { active: current, setActive, press, onKeyDown };
}
