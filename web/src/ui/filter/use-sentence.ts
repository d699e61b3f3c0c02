import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { enumerate } from "@/i18n/i18n.ts";
import { useFormats } from "../format/format-context.tsx";
import { isDay } from "../format/zoned.ts";
import type { Condition, Operator } from "./conditions.ts";
import type { FieldKind, FilterField } from "./fields.ts";
import { isSpan, type Span } from "./spans.ts";

/** The words of the operators; days and amounts are compared in words of their own. */
export function useOperatorWords(): (op: Operator, kind: FieldKind) => string {
  const { t } = useLingui();
  return (op, kind) => {
    const day = kind === "moment" || kind === "date";
    switch (op) {
      case "is":
        return t`is`;
      case "not":
        return t`is not`;
      case "gt":
        return day ? t`after` : t`more than`;
      case "lt":
        return day ? t`before` : t`less than`;
      case "gte":
        return day ? t`on or after` : t`at least`;
      case "lte":
        return day ? t`on or before` : t`at most`;
      case "between":
        return t`between`;
      case "contains":
        return t`contains`;
      case "starts":
        return t`starts with`;
      case "last":
        return t`in the last`;
      case "span":
        return t`is`;
      case "empty":
        return t`is empty`;
      case "filled":
        return t`is filled`;
    }
  };
}

/** The words of the spans of days that move with today. */
export function useSpanWords(): Record<Span, string> {
  const { t } = useLingui();
  return {
    overdue: t`before today`,
    today: t`today`,
    "next-7d": t`within 7 days`,
    "this-week": t`this week`,
    "this-month": t`this month`,
    "next-month": t`next month`,
    "this-quarter": t`this quarter`,
  };
}

/** A condition as a sentence in two parts: "Status is" and "New, Contacted". */
export function useSentence(): (
  field: FilterField,
  condition: Condition,
) => { lead: string; value: string } {
  const { t } = useLingui();
  const formats = useFormats();
  const words = useOperatorWords();
  const spanWords = useSpanWords();
  const show = (field: FilterField, value: string): string => {
    if (field.kind === "choice")
      return field.options.find((option) => option.value === value)?.label ?? t`unknown`;
    if (field.kind === "money" && /^-?\d+$/.test(value))
      return formats.money({ amount: Number(value), currency: field.currency });
    if ((field.kind === "moment" || field.kind === "date") && isDay(value))
      return formats.date(value);
    return value;
  };
  return (field, { op, values }) => {
    const lead = `${field.label} ${words(op, field.kind)}`;
    if (op === "last")
      return { lead, value: plural(Number(values[0]), { one: "# day", other: "# days" }) };
    if (op === "span")
      return { lead, value: isSpan(values[0]) ? spanWords[values[0]] : t`unknown` };
    const shown = values.map((value) => show(field, value));
    return { lead, value: op === "between" ? shown.join(" – ") : enumerate(shown) };
  };
}
