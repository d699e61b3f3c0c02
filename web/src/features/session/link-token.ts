import { useEffect, useState } from "react";
import { ProblemError } from "@/api/problem.ts";

/** Whether a link was refused because it has been used, was replaced, or is too old. */
export function isEnded(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 410;
}

const inAddress = () => window.location.hash.slice(1);

/**
 * What a mail's link carries behind its `#`, also when the link is opened where the page is open already. It is taken out
 * of the address at once: what works once need not stand in the history of the browser.
 */
export function useLinkToken(): string {
  const [token, setToken] = useState(inAddress);
  useEffect(() => {
    const take = () => {
      const fresh = inAddress();
      if (!fresh) return;
      setToken(fresh);
      const { pathname, search } = window.location;
      window.history.replaceState(window.history.state, "", pathname + search);
    };
    take();
    window.addEventListener("hashchange", take);
    return () => window.removeEventListener("hashchange", take);
  }, []);
  return token;
}
