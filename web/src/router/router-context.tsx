import { createContext, useContext, useEffect, useState } from "react";
import type { Place } from "./history.ts";
import type { Router } from "./router.ts";

const RouterContext = createContext<Router | null>(null);

/** Gives the pages their router. */
export const RouterProvider = RouterContext.Provider;

/** The router: where one is, and how to go elsewhere. */
export function useRouter(): Router {
  const router = useContext(RouterContext);
  if (!router) throw new Error("There is no router around this.");
  return router;
}

/** A step that is held back, until it is decided. */
export interface Held {
  proceed: () => void;
  reset: () => void;
}

/** Holds back steps for which `holds` is true; null while none is. `beforeUnload`: closing the window is asked about too. */
export function useHeldStep(
  holds: (from: Place, to: Place) => boolean,
  beforeUnload: boolean,
): Held | null {
  const { history } = useRouter();
  const [held, setHeld] = useState<Held | null>(null);
  useEffect(
    () =>
      history.guard((next, go) => {
        if (!holds(history.location, next)) return false;
        setHeld({
          proceed: () => {
            setHeld(null);
            go();
          },
          reset: () => setHeld(null),
        });
        return true;
      }),
    [history, holds],
  );
  useEffect(() => {
    if (!beforeUnload) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [beforeUnload]);
  return held;
}
