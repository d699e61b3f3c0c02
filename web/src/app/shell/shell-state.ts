import { useSyncExternalStore } from "react";

/** What the shell has open over the page. */
export type ShellOverlay = "shortcuts" | "more" | "palette" | Creating | null;

/** A dialog that makes a record, opened from wherever one is. */
export type Creating = `new ${CreatedNoun}`;

/** The nouns that can be made from anywhere. */
export type CreatedNoun = "lead" | "contact" | "company" | "deal" | "activity";

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

/** Opens the palette: searching, and whatever can be done here. */
export function openPalette(): void {
  setOverlay("palette");
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
