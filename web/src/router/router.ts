import type { ComponentType } from "react";
import type { AppHistory, Place } from "./history.ts";
import { codeFound, loadAnew } from "./lost-code.ts";
import { type Match, match, type PageProps, type Route } from "./routes.ts";

/** A page that is shown: its code is here. */
export interface Shown extends Match {
  Page: ComponentType<PageProps>;
  place: Place;
}

/** What the router asks of the app. */
export interface RouterOptions {
  routes: readonly Route[];
  history: AppHistory;
  /** Whether somebody is signed in. */
  signedIn: () => Promise<boolean>;
  /** Where whoever is not signed in goes. */
  signInHref: (from: Place) => string;
}

/** Addresses to pages: their code and data first, then what is shown. */
export type Router = ReturnType<typeof createRouter>;

/** Follows the history. Nothing changes on the screen before the next page's code is here. */
export function createRouter({ routes, history, signedIn, signInHref }: RouterOptions) {
  const pages = new Map<Route, ComponentType<PageProps>>();
  const listeners = new Set<() => void>();
  let shown: Shown | null = null;
  let failure: unknown = null;
  let turn = 0;

  async function code(one: Route): Promise<ComponentType<PageProps>> {
    const known = pages.get(one);
    if (known) return known;
    const Page = await one.page();
    pages.set(one, Page);
    return Page;
  }

  function tell(): void {
    for (const listener of listeners) listener();
  }

  /** Goes where the address says; a later one overtakes it. */
  async function follow(place: Place): Promise<void> {
    turn += 1;
    const mine = turn;
    const found = match(routes, place.pathname, place.search);
    if (!found) return;
    try {
      const entered = await signedIn();
      const elsewhere = entered || found.route.bare ? undefined : signInHref(place);
      const href = elsewhere ?? found.route.redirect?.({ ...found, place, signedIn: entered });
      if (mine !== turn) return;
      if (href !== undefined) {
        history.replace(href);
        return;
      }
      // the code and the data together: neither waits for the other
      const loading = found.route.load?.(found, false);
      const Page = pages.get(found.route) ?? (await code(found.route));
      await loading;
      if (mine !== turn) return;
      shown = { ...found, Page, place };
      failure = null;
      codeFound();
    } catch (error) {
      if (mine !== turn || loadAnew(error, place.href)) return;
      failure = error;
    }
    tell();
  }

  history.listen((place) => void follow(place));

  return {
    history,
    /** What is shown now; null before the first page is here. */
    get shown() {
      return shown;
    },
    /** Why the page that one wanted could not be shown, if it could not. */
    get failure() {
      return failure;
    },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Looks again who is signed in, and where that leads. */
    refresh: () => follow(history.location),
    /** Somebody may go there: its code and its data come already. */
    async preload(href: string): Promise<void> {
      const { pathname, search } = new URL(href, window.location.href);
      const found = match(routes, pathname, search);
      if (!found) return;
      await Promise.all([code(found.route), found.route.load?.(found, true)]);
    },
    /** Brings one route's code. */
    warm: (one: Route) => code(one).then(() => undefined),
    routes,
  };
}
