import type { Page, Request } from "playwright-core";

/** What a page has asked for and not got yet, and how often it has asked. */
interface Traffic {
  pending: Set<Request>;
  begun: number;
}

const traffic = new WeakMap<Page, Traffic>();

/* The code of other pages comes while this one stands, and a stream never ends. */
const UNCOUNTED = ["script", "eventsource"];

/* How long a page may take to settle, in milliseconds: less than a test has, for what it waited for is named then. */
const PATIENCE = 30_000;

/** Counts what a page asks for from now on. */
export function watchTraffic(page: Page): void {
  const seen: Traffic = { pending: new Set(), begun: 0 };
  traffic.set(page, seen);
  page.on("request", (request) => {
    if (UNCOUNTED.includes(request.resourceType())) return;
    seen.begun += 1;
    seen.pending.add(request);
  });
  const ended = (request: Request) => void seen.pending.delete(request);
  page.on("requestfinished", ended).on("requestfailed", ended);
}

/**
 * Waits until what a page asked for is here and drawn, and it has asked for no more while it drew: sooner than half a
 * second of silence, which is what Playwright means by an idle network.
 */
export async function settled(page: Page): Promise<void> {
  const seen = traffic.get(page);
  if (!seen) throw new Error("Nobody watches what this page asks for.");
  const until = Date.now() + PATIENCE;
  for (let begun = -1; begun !== seen.begun || seen.pending.size > 0; ) {
    begun = seen.begun;
    while (seen.pending.size > 0 && Date.now() < until) await page.waitForTimeout(20);
    if (Date.now() >= until) {
      const open = [...seen.pending].map((request) => `${request.method()} ${request.url()}`);
      throw new Error(`Never settled: ${begun} requests, and no answer to [${open.join(", ")}]`);
    }
    await page.evaluate(drawn);
  }
}

/*
 * Runs in the page: its fonts are here, its frame is out, and it has nothing to do. A page that shows how work goes
 * asks every second or two: who waited as long for idleness, which may not come, would never see it settled.
 */
async function drawn(): Promise<void> {
  await document.fonts.ready;
  await new Promise((done) => requestAnimationFrame(done));
  await new Promise((done) => setTimeout(done, 50));
  await new Promise((done) => requestIdleCallback(done, { timeout: 300 }));
}
