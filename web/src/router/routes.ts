import type { ComponentType } from "react";
import type { Place } from "./history.ts";
import { parseSearch } from "./search.ts";

/** What a page is given: the parts of its path, and its query as it understands it. */
export interface PageProps<Search = unknown, Params = Record<string, string>> {
  params: Params;
  search: Search;
}

/** An address and the page behind it. */
export interface Route<Search = unknown, Params = Record<string, string>> {
  /** `/leads/$leadId`; the last part `$` is everything. */
  path: string;
  /** Stands on its own, without the workspace around it, and needs no session. */
  bare?: boolean;
  /** Reads the query; what it does not understand it leaves out. */
  read?: (search: Record<string, unknown>) => Search;
  /** Where one goes instead, once this person's session is known. */
  redirect?: (to: { search: Search; place: Place; signedIn: boolean }) => string | undefined;
  /** Asks for what the page will need. `ahead`: somebody may go there. */
  load?: (to: { params: Params; search: Search }, ahead: boolean) => void | Promise<void>;
  /** The page's code. */
  page: () => Promise<ComponentType<PageProps<Search, Params>>>;
}

/** Declares a route; its page is given what its `read` makes of the query. */
export function route<Search = unknown, Params = Record<string, string>>(
  declared: Route<Search, Params>,
): Route {
  return declared as unknown as Route;
}

/** A route that an address has led to. */
export interface Match {
  route: Route;
  params: Record<string, string>;
  search: unknown;
}

/** The first route that an address fits: those with fixed words before those that take any. */
export function match(routes: readonly Route[], pathname: string, query: string): Match | null {
  for (const one of routes) {
    const params = paramsOf(one.path, pathname);
    if (params) {
      const search = parseSearch(query);
      return { route: one, params, search: one.read ? one.read(search) : search };
    }
  }
  return null;
}

function paramsOf(path: string, pathname: string): Record<string, string> | null {
  const wanted = parts(path);
  const given = parts(pathname);
  const params: Record<string, string> = {};
  if (wanted.at(-1) !== "$" && wanted.length !== given.length) return null;
  for (const [at, want] of wanted.entries()) {
    if (want === "$") return params;
    const part = given[at];
    if (part === undefined || !(want.startsWith("$") || want === part)) return null;
    if (want.startsWith("$")) params[want.slice(1)] = decoded(part);
  }
  return params;
}

/* An address may hold what was never encoded. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function parts(path: string): string[] {
  return path.split("/").filter(Boolean);
}
