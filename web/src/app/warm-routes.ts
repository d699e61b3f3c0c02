import type { Router } from "@/router/router.ts";

/* What the menu leads to: its data come ahead too. */
const MENU = ["/leads", "/pipeline", "/contacts", "/companies", "/"];
const IDLE_WAIT_MS = 3_000;

function whenIdle(work: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(work, { timeout: IDLE_WAIT_MS });
  else setTimeout(work, 500);
}

/** Runs pieces of work one after the other while nothing else is going on; one that fails is left out. */
function oneByOne(pieces: readonly (() => Promise<void>)[], at = 0): void {
  const piece = pieces[at];
  if (piece)
    whenIdle(() => {
      void piece()
        .catch(() => {})
        .then(() => oneByOne(pieces, at + 1));
    });
}

/** Loads the code of all pages while nothing else is going on, so that the first visit of each is as fast as the second. */
export function warmRoutes(router: Router): void {
  const start = () => oneByOne(router.routes.map((route) => () => router.warm(route)));
  if (document.readyState === "complete") start();
  else window.addEventListener("load", start, { once: true });
}

/** Asks for what the pages of the menu show first, while nothing else is going on; not where data are dear. */
export function warmMenu(router: Router): void {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  if (connection?.saveData) return;
  oneByOne(MENU.map((href) => () => router.preload(href)));
}
