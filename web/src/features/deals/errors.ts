import { t } from "@lingui/core/macro";
import { NetworkError, ProblemError } from "@/api/problem.ts";

/** Why a change was not taken, in a sentence. A refused field's own words say most. */
export function errorText(error: unknown): string {
  if (error instanceof NetworkError) return t`The server could not be reached.`;
  if (error instanceof ProblemError)
    return error.fields.map((field) => field.message).join(" ") || error.message;
  return t`Something unexpected happened. Please try again.`;
}
