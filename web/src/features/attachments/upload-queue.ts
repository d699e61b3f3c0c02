/** A file on its way, or one that did not get there. */
export interface Sending {
  readonly key: number;
  readonly file: File;
  readonly state: "waiting" | "sending" | "failed";
  /** Bytes that have left. */
  readonly sent: number;
  /** Why it did not get there. */
  readonly error: unknown;
}

/** Sends one file. */
export type Send = (
  file: File,
  options: { onProgress: (bytes: number) => void; signal: AbortSignal },
) => Promise<unknown>;

/** Files that are sent a few at a time; what fails stays until it is tried again or let go. */
export interface UploadQueue {
  /** What is on its way; a new array with every change. */
  list: () => readonly Sending[];
  subscribe: (listener: () => void) => () => void;
  add: (files: readonly File[]) => void;
  retry: (key: number) => void;
  /** Stops a file that is on its way, or lets go of one that failed. */
  remove: (key: number) => void;
}

const AT_ONCE = 3;

/** A queue over a way to send. It goes on whether or not anybody looks. */
export function createUploadQueue(send: Send): UploadQueue {
  let items: readonly Sending[] = [];
  let lastKey = 0;
  const stops = new Map<number, AbortController>();
  const listeners = new Set<() => void>();

  function set(next: readonly Sending[]): void {
    items = next;
    for (const listener of listeners) listener();
  }
  function patch(key: number, change: Partial<Sending>): void {
    set(items.map((item) => (item.key === key ? { ...item, ...change } : item)));
  }
  const drop = (key: number) => set(items.filter((item) => item.key !== key));

  async function run({ key, file }: Sending): Promise<void> {
    const stop = new AbortController();
    stops.set(key, stop);
    patch(key, { state: "sending", sent: 0, error: null });
    try {
      await send(file, { onProgress: (sent) => patch(key, { sent }), signal: stop.signal });
      drop(key);
    } catch (error) {
      if (stop.signal.aborted) drop(key);
      else patch(key, { state: "failed", error });
    }
    stops.delete(key);
    next();
  }

  function next(): void {
    const room = AT_ONCE - stops.size;
    for (const item of items.filter(({ state }) => state === "waiting").slice(0, room))
      void run(item);
  }

  return {
    list: () => items,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add: (files) => {
      const waiting = files.map(
        (file): Sending => ({ key: ++lastKey, file, state: "waiting", sent: 0, error: null }),
      );
      set([...items, ...waiting]);
      next();
    },
    retry: (key) => {
      patch(key, { state: "waiting" });
      next();
    },
    remove: (key) => {
      const stop = stops.get(key);
      if (stop) stop.abort();
      else drop(key);
    },
  };
}
