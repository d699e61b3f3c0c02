import { t } from "@lingui/core/macro";
import { NetworkError, ProblemError } from "@/api/problem.ts";

/** Why a call failed, in a sentence that says what to do next; of the fields concerned if any is named. */
export function messageOf(error: unknown, fields: readonly string[] = []): string {
  if (error instanceof NetworkError)
    return t`No connection to the server. Nothing was lost: try again in a moment.`;
  if (!(error instanceof ProblemError)) return t`Something unexpected happened. Please try again.`;
  const named = error.fields.find(({ field }) => fields.includes(field)) ?? error.fields[0];
  return named?.message ?? error.message;
}
