import type { Page, Request } from "playwright-core";

/** What a page has asked for and not got yet, and how often it has asked. */
interface Traffic {
  pending: Set<Request>;
  begun: number;
}

const traffic = new WeakMap<Page, Traffic>();

/* The code of other pages comes while this one stands, and a stream never ends. */
const UNCOUNTED = ["script", "eventsource"];

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
  for (let begun = -1; begun !== seen.begun || seen.pending.size > 0; ) {
    begun = seen.begun;
    while (seen.pending.size > 0) await page.waitForTimeout(20);
    await page.evaluate(drawn);
  }
}

/* Runs in the page: its fonts are here, its frame is out, and it has nothing to do. */
async function drawn(): Promise<void> {
  await document.fonts.ready;
  await new Promise((done) => requestAnimationFrame(done));
  await new Promise((done) => setTimeout(done, 50));
  await new Promise((done) => requestIdleCallback(done, { timeout: 2_000 }));
}
