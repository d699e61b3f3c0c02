/** What a step of the history keeps beside its address. */
export interface StepState {
  /** This step opened a panel: closing it is the step back. */
  peek?: boolean;
}

/** Where one is. */
export interface Place {
  pathname: string;
  /** With its question mark, or empty. */
  search: string;
  hash: string;
  /** All of it. */
  href: string;
  state: StepState;
  /** The step's number in this tab: what was seen there is found again by it. */
  step: number;
}

/** Asked before one goes: true holds the step back, to be made by `proceed` later, or not at all. */
export type Guard = (next: Place, proceed: () => void) => boolean;

/** The steps of this tab, and where one stands. */
export type AppHistory = ReturnType<typeof createHistory>;

/** Wraps the browser's history: one place to listen, and steps that can be held back. */
export function createHistory(page: Window) {
  const listeners = new Set<(place: Place) => void>();
  const guards = new Set<Guard>();
  let location = read();
  let expected: (() => void) | null = null;

  function read(): Place {
    const { pathname, search, hash } = page.location;
    const { step = 0, ...state } = (page.history.state ?? {}) as StepState & { step?: number };
    return { pathname, search, hash, href: pathname + search + hash, state, step };
  }

  function arrive(): void {
    location = read();
    for (const listener of listeners) listener(location);
  }

  function held(next: Place, proceed: () => void): boolean {
    return [...guards].some((guard) => guard(next, proceed));
  }

  function go(href: string, state: StepState, step: number): void {
    const url = new URL(href, page.location.href);
    const path = url.pathname + url.search + url.hash;
    const { pathname, search, hash } = url;
    const next = { pathname, search, hash, href: path, state, step };
    const proceed = () => {
      const isNew = step !== location.step;
      page.history[isNew ? "pushState" : "replaceState"]({ ...state, step }, "", path);
      arrive();
    };
    if (!held(next, proceed)) proceed();
  }

  // The browser has gone back or forward already: what is held back is undone, and done again later.
  page.addEventListener("popstate", () => {
    if (expected) {
      expected();
      expected = null;
      return;
    }
    const next = read();
    const way = next.step - location.step;
    const proceed = () => {
      expected = arrive;
      page.history.go(way);
    };
    if (way !== 0 && held(next, proceed)) {
      expected = () => {};
      page.history.go(-way);
    } else arrive();
  });

  return {
    get location() {
      return location;
    },
    push: (href: string, state: StepState = {}) => go(href, state, location.step + 1),
    replace: (href: string, state: StepState = {}) => go(href, state, location.step),
    back: () => page.history.back(),
    listen(listener: (place: Place) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    guard(guard: Guard) {
      guards.add(guard);
      return () => void guards.delete(guard);
    },
  };
}
