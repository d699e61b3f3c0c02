import { useEffect } from "react";

/** A shortcut: one key, or two one after the other ("g l"). */
export interface Shortcut {
  keys: string;
  label: string;
  group: string;
  run: () => void;
}

const SEQUENCE_MS = 1_200;
const KEY = "kontaly.shortcuts";
const active = new Set<Shortcut>();

/** Single keys can be switched off (WCAG 2.1.4): speech input would fire them by accident. */
export function shortcutsEnabled(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

/** Switches all single-key shortcuts on or off on this device. */
export function enableShortcuts(on: boolean): void {
  try {
    if (on) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, "off");
  } catch {
    // Without storage the default holds.
  }
}

/** All shortcuts that work here and now, for the sheet. */
export function listShortcuts(): Shortcut[] {
  return [...active];
}

/** Makes shortcuts work while a component is there. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useEffect(() => {
    for (const shortcut of shortcuts) active.add(shortcut);
    return () => {
      for (const shortcut of shortcuts) active.delete(shortcut);
    };
  }, [shortcuts]);
}

/** Listens on the page. Returns how to stop. Called once, by the shell. */
export function listenForShortcuts(target: Document): () => void {
  let pending = "";
  let pendingUntil = 0;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat)
      return;
    if (isTyping(event.target) || !shortcutsEnabled()) return;
    const keys = pending && event.timeStamp < pendingUntil ? `${pending} ${event.key}` : event.key;
    pending = "";
    const hit = [...active].findLast((shortcut) => shortcut.keys === keys);
    if (hit) {
      event.preventDefault();
      hit.run();
    } else if ([...active].some((shortcut) => shortcut.keys.startsWith(`${event.key} `))) {
      pending = event.key;
      pendingUntil = event.timeStamp + SEQUENCE_MS;
    }
  };
  target.addEventListener("keydown", onKeyDown);
  return () => target.removeEventListener("keydown", onKeyDown);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest("input, textarea, select, [role=dialog], [role=menu], [role=listbox]") !== null
  );
}
