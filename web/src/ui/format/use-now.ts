import { useSyncExternalStore } from "react";

const MINUTE_MS = 60_000;
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(notify: () => void): () => void {
  listeners.add(notify);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const listener of listeners) listener();
  }, MINUTE_MS);
  return () => {
    listeners.delete(notify);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time to the minute, in milliseconds: "5 minutes ago" grows older by itself, all of them together. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
