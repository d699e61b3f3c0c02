import { useSyncExternalStore } from "react";
import type { Shortcut } from "@/ui/shortcuts.ts";

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

/* What the palette asks at once, when a key of it was pressed. */
let asked: Shortcut | null = null;

/** Opens the palette: searching, and whatever can be done here. */
export function openPalette(): void {
  asked = null;
  setOverlay("palette");
}

/** Opens the palette where an action asks for its choice. */
export function openChoices(shortcut: Shortcut): void {
  asked = shortcut;
  setOverlay("palette");
}

/** What the palette was opened to ask, if anything. */
export function whatIsAsked(): Shortcut | null {
  return asked;
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
