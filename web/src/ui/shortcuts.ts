import { createContext, type RefObject, use, useLayoutEffect } from "react";

/**
 * Something that can be done here and now. The keys, the sheet and the palette all read the same list, so that they
 * cannot disagree.
 */
export type Shortcut = Action & (Doing | Asking);

/** What happens at once. */
interface Doing {
  run: () => void;
  choices?: undefined;
}

/** What asks first: the palette shows what there is to choose from. */
interface Asking {
  choices: () => Promise<readonly Choice[]>;
  run?: undefined;
}

/** One of the things that an action asks for. */
export interface Choice {
  id: string;
  label: string;
  detail?: string;
  run: () => void;
}

interface Action {
  /** One key, two one after the other ("g l"), or with the command key ("mod+k"); without, it stands in the palette alone. */
  keys?: string;
  label: string;
  group: string;
  /** False for what makes sense as a key only, such as the next row. */
  inPalette?: false;
  /** Works on every page: what only works on this one stands before it. */
  global?: true;
  /** The keys act only while the focus stands in there; the palette offers it wherever one is. */
  within?: RefObject<HTMLElement | null>;
}

/** Shortcuts made within it belong to a part of the page, such as a panel, and not to the whole of it. */
export const ShortcutScope = createContext<RefObject<HTMLElement | null> | undefined>(undefined);

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

/** What the command key is called on this machine, before the letter: "⌘" or "Ctrl ". */
export function modKey(): string {
  return /Mac|iP(hone|ad)/.test(navigator.platform) ? "⌘" : "Ctrl ";
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

/** Everything that can be done here and now, what only this page can first; for the palette and the sheet. */
export function listShortcuts(): Shortcut[] {
  return [...active].sort((a, b) => Number(a.global ?? false) - Number(b.global ?? false));
}

/** Makes shortcuts work while a component is there: from the frame in which it is seen on, not somewhat later. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const within = use(ShortcutScope);
  useLayoutEffect(() => {
    const added = within ? shortcuts.map((shortcut) => ({ ...shortcut, within })) : shortcuts;
    for (const shortcut of added) active.add(shortcut);
    return () => {
      for (const shortcut of added) active.delete(shortcut);
    };
  }, [shortcuts, within]);
}

/** Listens on the page; `ask` opens the palette for what asks. Returns how to stop. Called once, by the shell. */
export function listenForShortcuts(
  target: Document,
  ask: (shortcut: Shortcut) => void,
): () => void {
  let pending = "";
  let pendingUntil = 0;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || event.repeat) return;
    const command = event.ctrlKey || event.metaKey;
    // a chord is pressed on purpose: it works while typing, and also when single keys are off
    if (!command && (isTyping(event.target) || !shortcutsEnabled())) return;
    if (event.key === " " && isPressable(event.target)) return;
    const key = command ? `mod+${event.key.toLowerCase()}` : event.key;
    const keys = pending && event.timeStamp < pendingUntil ? `${pending} ${key}` : key;
    pending = "";
    const here = [...active].filter(({ within }) => !within || holds(within, event.target));
    const hit = here.findLast((shortcut) => shortcut.keys === keys);
    if (hit) {
      event.preventDefault();
      if (hit.run) hit.run();
      else ask(hit);
    } else if (here.some((shortcut) => shortcut.keys?.startsWith(`${key} `))) {
      pending = key;
      pendingUntil = event.timeStamp + SEQUENCE_MS;
    }
  };
  target.addEventListener("keydown", onKeyDown);
  return () => target.removeEventListener("keydown", onKeyDown);
}

function holds(part: RefObject<HTMLElement | null>, target: EventTarget | null): boolean {
  return target instanceof Node && (part.current?.contains(target) ?? false);
}

/* The space bar presses what has the focus. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("button, a[href], summary, label") !== null;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest("input, textarea, select, [role=dialog], [role=menu], [role=listbox]") !== null
  );
}
