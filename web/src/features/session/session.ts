import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type { SignedIn, TenantCard } from "@/api/generated/types.gen.ts";
import { ProblemError } from "@/api/problem.ts";
import { request } from "@/api/transport.ts";
import { forgetRecent } from "@/features/search/recent.ts";
import { activate } from "@/i18n/i18n.ts";
import { forgetDrafts } from "@/ui/forms/draft-store.ts";

/** The workspace as its own pages need it, signed in or not. */
export type Tenant = TenantCard;

/** Who is signed in, where, and what they may do. */
export type Session = SignedIn;

/** What the server writes into the page, so that the first paint needs no request. */
export interface Boot {
  tenant: Tenant | null;
  /** The whole session, null when nobody is signed in, or a hint of it, which is then asked for. */
  session: Session | object | null;
}

const KEY = ["session"] as const;

/** Reads the boot data from the page; null when the page was served without (the development server). */
export function readBoot(page: Document): Boot | null {
  const text = page.getElementById("boot")?.textContent;
  return text ? (JSON.parse(text) as Boot) : null;
}

/** The session, or null when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: KEY,
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }): Promise<Session | null> =>
    request<Session>("/api/session", { signal }).catch((error: unknown) => {
      if (error instanceof ProblemError && error.status === 401) return null;
      throw error;
    }),
});

/** Puts what the page brought into the cache, so that the first paint waits for no request. */
export function seedSession(client: QueryClient, boot: Boot | null): void {
  if (boot?.session === null) client.setQueryData(KEY, null);
  else if (boot && "user" in boot.session) client.setQueryData(KEY, boot.session as Session);
}

/** The language and the way of writing of whoever is signed in: one's own, else the workspace's. */
export function localeOf({ user, tenant }: Session): string {
  return user.locale ?? tenant.locale;
}

/** Signs in and puts the session where everybody looks for it. */
export async function signIn(
  client: QueryClient,
  credentials: { email: string; password: string },
): Promise<Session> {
  const session = await request<Session>("/api/session", { method: "POST", body: credentials });
  await activate(localeOf(session));
  client.setQueryData(KEY, session);
  return session;
}

/** Keeps the session that a mail's link gave. */
export async function letIn(client: QueryClient, session: Session): Promise<void> {
  await activate(localeOf(session));
  client.clear();
  client.setQueryData(KEY, session);
}

/** Signs out and forgets everything that this person could see. */
export async function signOut(client: QueryClient): Promise<void> {
  await request<void>("/api/session", { method: "DELETE" });
  forget(client);
  forgetDrafts();
}

/** Empties the cache: nothing of one person is left for the next one at this screen. */
export function forget(client: QueryClient): void {
  client.clear();
  forgetRecent();
  client.setQueryData(KEY, null);
}
