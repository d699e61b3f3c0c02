import { useLingui } from "@lingui/react/macro";
import { enumerate } from "@/i18n/i18n.ts";
import type { FilterField } from "./fields.ts";
import type { QueryError } from "./query.ts";

/** What is wrong with a typed query, and what to write instead. */
export function useQueryErrorText(fields: readonly FilterField[]): (error: QueryError) => string {
  const { t } = useLingui();
  const names = enumerate(fields.map(({ label }) => label));
  return ({ kind, word }) => {
    switch (kind) {
      case "field":
        return t`There is no field “${word}”. There are: ${names}.`;
      case "operator":
        return t`This field cannot be compared so, at “${word}”. Use a colon.`;
      case "value":
        return t`“${word}” is no value of this field.`;
      case "missing":
        return t`A value is missing after “${word}”.`;
      case "quote":
        return t`A quotation mark is not closed: ${word}`;
      case "parenthesis":
        return t`Nothing belongs to this parenthesis: ${word}`;
      case "text":
        return t`“${word}” cannot be looked for here. Write a field before it.`;
    }
  };
}
