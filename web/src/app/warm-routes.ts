import type { QueryClient } from "@tanstack/react-query";
import type { Router } from "@/router/router.ts";
import { firstPageStands } from "@/ui/first-page.ts";

/* What the menu leads to: its data come ahead too. */
const MENU = ["/leads", "/pipeline", "/contacts", "/companies", "/"];
const IDLE_WAIT_MS = 3_000;
const LOOK_AGAIN_MS = 100;

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

/** The page comes first: what it asks for must have come, or what comes ahead would stand in its way. */
export function whenStill(router: Router, client: QueryClient, work: () => void): void {
  whenIdle(() => {
    if (router.shown && client.isFetching() === 0) work();
    else setTimeout(() => whenStill(router, client, work), LOOK_AGAIN_MS);
  });
}

/** Loads the code of all pages while nothing else is going on, so that the first visit of each is as fast as the second. */
export function warmRoutes(router: Router, client: QueryClient): void {
  const start = () => {
    firstPageStands();
    oneByOne(router.routes.map((route) => () => router.warm(route)));
  };
  whenStill(router, client, start);
}

/** Asks for what the pages of the menu show first, while nothing else is going on; not where data are dear. */
export function warmMenu(router: Router, client: QueryClient): void {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  if (connection?.saveData) return;
  whenStill(router, client, () => oneByOne(MENU.map((href) => () => router.preload(href))));
}
