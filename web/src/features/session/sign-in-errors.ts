import { t } from "@lingui/core/macro";
import { NetworkError, ProblemError } from "@/api/problem.ts";

/** Why signing in failed, in words that say what to do next. */
export function signInError(error: unknown): string {
  if (error instanceof NetworkError)
    return t`No connection to the server. Check your network and try again.`;
  if (!(error instanceof ProblemError)) return t`Something unexpected happened. Please try again.`;
  if (error.status === 401) return t`E-mail and password do not match. Check both and try again.`;
  if (error.status === 403)
    return t`This workspace is suspended. Ask the person who administers it.`;
  if (error.status === 429) return t`Too many tries. For your safety, signing in is paused.`;
  if (error.status === 422) return t`Write your full e-mail address and your password.`;
  if (error.status >= 500) return t`The server is in trouble. Please try again in a moment.`;
  return error.message;
}
