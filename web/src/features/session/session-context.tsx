import { createContext, type ReactNode, use } from "react";
import type { Session } from "./session.ts";

const SessionContext = createContext<Session | null>(null);

/** Gives the pages the person who is signed in. Only below the signed-in layout. */
export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The signed-in person and their workspace. Throws outside the signed-in layout: that is a bug. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("useSession is for pages inside the signed-in layout");
  return session;
}

/** Whether this person may do something. Only hides what would be refused anyway: the server decides. */
export function useCan(permission: string): boolean {
  return (useSession().permissions as readonly string[]).includes(permission);
}
