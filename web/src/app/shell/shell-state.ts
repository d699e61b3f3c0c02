import { useSyncExternalStore } from "react";

/** What the shell has open over the page. */
export type ShellOverlay = "shortcuts" | "more" | null;

let overlay: ShellOverlay = null;
const listeners = new Set<() => void>();

/** Opens or closes what lies over the page; from a key, a menu or a button alike. */
export function setOverlay(next: ShellOverlay): void {
  overlay = next;
  for (const listener of listeners) listener();
}

/** Opens the sheet of shortcuts. */
export function openShortcutSheet(): void {
  setOverlay("shortcuts");
}

/** What is open now. */
export function useOverlay(): ShellOverlay {
  return useSyncExternalStore(
    (notify) => {
      listeners.add(notify);
      return () => listeners.delete(notify);
    },
    () => overlay,
  );
}
