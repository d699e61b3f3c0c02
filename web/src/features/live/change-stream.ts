import type { ChangeNotice } from "@/api/generated/types.gen.ts";
import { apiFetch } from "@/api/transport.ts";

/** What the stream says: changes, or that too much has happened to tell. */
export type News = { changes: ChangeNotice[] } | "reset";

/** What the tab with the stream tells the others. */
type Told = { number: number; change?: ChangeNotice; reset?: true };

/** Changes come in swarms: they are shown together. */
const GATHER_MS = 120;
/** A stream that the server refused is tried again, later and later. */
const AGAIN_MS = 2_000;
const AGAIN_MS_MAX = 60_000;

/**
 * Follows what others do, for all tabs of the browser by one stream: the tab that holds the lock has it and tells the
 * others; when it goes, the next one takes it from where it was. Returns how to stop.
 */
export function followChanges(onNews: (news: News) => void): () => void {
  const stopping = new AbortController();
  const channel = new BroadcastChannel("kontaly-changes");
  const gather = gathering(onNews);
  let last = 0;
  const hear = (told: Told) => {
    if (told.number <= last && !told.reset) return;
    last = told.number;
    if (told.reset) gather("reset");
    else if (told.change) gather(told.change);
  };
  channel.onmessage = ({ data }: MessageEvent<Told>) => hear(data);
  const tell = (told: Told) => {
    channel.postMessage(told);
    hear(told);
  };
  void navigator.locks
    .request("kontaly-changes", { signal: stopping.signal }, () =>
      hold(() => last, tell, stopping.signal),
    )
    .catch(() => {});
  return () => {
    stopping.abort();
    channel.close();
  };
}

/** Has the stream until it is told to stop: a promise that ends then, and the lock with it. */
function hold(last: () => number, tell: (told: Told) => void, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let pause = AGAIN_MS;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      const stream = new EventSource(`/api/changes?${from(last())}`);
      source = stream;
      stream.onopen = () => {
        pause = AGAIN_MS;
      };
      // A stream that breaks comes back by itself; one that is refused, by this.
      stream.onerror = () => {
        if (stream.readyState !== EventSource.CLOSED) return;
        // If it was refused because the session has ended, this call says so to the app.
        void apiFetch("/api/events?limit=1").catch(() => {});
        timer = setTimeout(open, pause);
        pause = Math.min(pause * 2, AGAIN_MS_MAX);
      };
      const on = (name: string, told: (event: MessageEvent<string>) => Omit<Told, "number">) =>
        stream.addEventListener(name, (event: MessageEvent<string>) =>
          tell({ number: Number(event.lastEventId), ...told(event) }),
        );
      on("hello", () => ({}));
      on("reset", () => ({ reset: true }));
      on("change", ({ data }) => ({ change: JSON.parse(data) as ChangeNotice }));
    };
    open();
    stop.addEventListener("abort", () => {
      clearTimeout(timer);
      source?.close();
      resolve();
    });
  });
}

/* Behind the last change that was heard of; at first, from when the page began to ask for what it shows. */
function from(last: number): string {
  return last ? `after=${last}` : `age=${Math.ceil(performance.now() / 1000)}`;
}

function gathering(onNews: (news: News) => void): (one: ChangeNotice | "reset") => void {
  let changes: ChangeNotice[] = [];
  let waits = false;
  const flush = () => {
    waits = false;
    const all = changes;
    changes = [];
    if (all.length > 0) onNews({ changes: all });
  };
  return (one) => {
    if (one === "reset") {
      changes = [];
      onNews("reset");
      return;
    }
    changes.push(one);
    if (!waits) setTimeout(flush, GATHER_MS);
    waits = true;
  };
}
