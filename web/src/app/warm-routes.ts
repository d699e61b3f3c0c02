import type { AnyRoute, AnyRouter } from "@tanstack/react-router";

/** Loads the code of all pages while nothing else is going on, so that the first visit of each is as fast as the second. */
export function warmRoutes(router: AnyRouter): void {
  const idle = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 500));
  const routes = Object.values(router.routesById as Record<string, AnyRoute>);
  const next = (at: number) => {
    const route = routes[at];
    if (route)
      idle(() => {
        void Promise.resolve(router.loadRouteChunk(route))
          .catch(() => {})
          .then(() => next(at + 1));
      });
  };
  if (document.readyState === "complete") next(0);
  else window.addEventListener("load", () => next(0), { once: true });
}
