/** How long a toast with an Undo stays: long enough to notice, short enough not to nag. */
export const UNDO_MS = 8_000;

/** What `toast` takes. With `onUndo` the toast offers Undo and stays longer. */
export interface ToastOptions {
  detail?: string;
  tone?: "plain" | "bad";
  onUndo?: () => void;
  undoLabel?: string;
  /** How long it stays, where that is not the usual time. */
  stays?: number;
}

/** Something that is said. */
export interface Said extends ToastOptions {
  id: string;
  title: string;
}

/** Where toasts appear. */
export interface ToastPlace {
  show: (said: Said) => void;
  close: (id: string) => void;
}

let place: ToastPlace | null = null;
/* What was said before there was a place. */
let waiting: Said[] = [];
let count = 0;

/** Says in a word what has just happened, from anywhere, also outside React. Returns how to take it back. */
export function toast(title: string, options: ToastOptions = {}): () => void {
  const said = { id: `toast-${++count}`, title, ...options };
  if (place) place.show(said);
  else waiting.push(said);
  return () => {
    waiting = waiting.filter((other) => other !== said);
    place?.close(said.id);
  };
}

/** Says where toasts appear from now on, or that they have to wait. */
export function toastsAppear(at: ToastPlace | null): void {
  place = at;
  for (const said of at ? waiting.splice(0) : []) at?.show(said);
}
