import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { ProblemError } from "@/api/problem.ts";
import { request } from "@/api/transport.ts";
import type {
  Enrolled,
  Enrolment,
  EnrolmentDraft,
  OperatorSession,
  OperatorSignIn,
} from "./generated/types.gen.ts";

const KEY = ["operator-session"] as const;

/** Who is signed in at the console, or null. */
export const sessionQuery = queryOptions({
  queryKey: KEY,
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }): Promise<OperatorSession | null> =>
    request<OperatorSession>("/api/session", { signal }).catch((error: unknown) => {
      if (error instanceof ProblemError && error.status === 401) return null;
      throw error;
    }),
});

/** Signs an operator in: password and code together. */
export async function signIn(client: QueryClient, given: OperatorSignIn): Promise<void> {
  const session = await request<OperatorSession>("/api/session", { method: "POST", body: given });
  client.setQueryData(KEY, session);
}

/** Signs out; nothing of what was seen is left. */
export async function signOut(client: QueryClient): Promise<void> {
  await request<void>("/api/session", { method: "DELETE" });
  forget(client);
}

/** Empties the cache. */
export function forget(client: QueryClient): void {
  client.clear();
  client.setQueryData(KEY, null);
}

/** Looks at the link with which an operator begins. */
export const lookAtEnrolment = (token: string) =>
  request<Enrolment>("/api/enrolment", { method: "POST", body: { token } });

/** Begins: from here on one is signed in, as soon as the session is asked for. */
export async function enrol(client: QueryClient, draft: EnrolmentDraft): Promise<Enrolled> {
  const enrolled = await request<Enrolled>("/api/enrolment/confirm", {
    method: "POST",
    body: draft,
  });
  client.removeQueries({ queryKey: KEY });
  return enrolled;
}
