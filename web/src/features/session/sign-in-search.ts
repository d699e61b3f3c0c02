import { writeSearch } from "@/router/search.ts";

/** Why and from where somebody comes to the sign-in page. */
export interface SignInSearch {
  next?: string;
  ended?: boolean;
}

/** Only a path of this origin may follow the sign-in: "//elsewhere" and "https:" may not. */
export function isLocalPath(path: string): boolean {
  return /^\/(?![/\\])/.test(path);
}

/** The sign-in page as a route, of the workspace and of the console, but for its code. */
export const signInRoute = {
  path: "/sign-in",
  bare: true,
  read: ({ next, ended }: Record<string, unknown>): SignInSearch => ({
    next: typeof next === "string" && isLocalPath(next) ? next : undefined,
    ended: ended === true ? true : undefined,
  }),
  redirect: ({ search, signedIn }: { search: SignInSearch; signedIn: boolean }) =>
    signedIn ? (search.next ?? "/") : undefined,
};

/** The sign-in page's address, for whoever is to come back. */
export function signInHref(search: SignInSearch): string {
  return `/sign-in${writeSearch(search)}`;
}
