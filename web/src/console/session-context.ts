import { useQuery } from "@tanstack/react-query";
import type { OperatorSession } from "./generated/types.gen.ts";
import { sessionQuery } from "./session.ts";

/** What an operator may do; the server says it with the session and refuses the rest all the same. */
export type Power = "tenants.manage" | "plans.manage" | "operators.manage";

/** Who is signed in; only for pages within the console. */
export function useOperatorSession(): OperatorSession {
  const session = useQuery(sessionQuery).data;
  if (!session) throw new Error("Nobody is signed in at the console.");
  return session;
}

/** Whether whoever is signed in may do that. */
export function useMay(power: Power): boolean {
  return useOperatorSession().powers.includes(power);
}
