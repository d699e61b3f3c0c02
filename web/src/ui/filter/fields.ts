import type { SelectOption } from "../forms/select.tsx";
import type { Operator } from "./conditions.ts";

/**
 * What a list can be filtered by. `choice` has known values (and "none" for an empty one), `moment` is an
 * instant that people think of as a day, `date` a calendar date.
 */
export type FilterField = {
  id: string;
  label: string;
  /** Of a custom field: its type, which the API wants to know. */
  custom?: string;
} & (
  | { kind: "choice"; options: SelectOption[] }
  | { kind: "text"; suggestions?: readonly string[] }
  | { kind: "number" }
  | {
      kind: "money";
      currency: string;
      /** The field of the currency: amounts are compared within one. */
      currencyField?: string;
    }
  | { kind: "moment" }
  | { kind: "date" }
);

/** The kinds of fields. */
export type FieldKind = FilterField["kind"];

const OPERATORS: Record<FieldKind, readonly Operator[]> = {
  choice: ["is", "not"],
  text: ["contains", "is", "not", "starts", "empty", "filled"],
  number: ["gte", "lte", "gt", "lt", "between", "empty", "filled"],
  money: ["gte", "lte", "gt", "lt", "between", "empty", "filled"],
  moment: ["last", "span", "gte", "lte", "gt", "lt", "between"],
  date: ["span", "gte", "lte", "gt", "lt", "between", "empty", "filled"],
};

/** How a field can be compared, the likeliest first. */
export function operatorsOf(kind: FieldKind): readonly Operator[] {
  return OPERATORS[kind];
}

/** How many values an operator takes; `is` and `not` any number. */
export function valueCount(op: Operator): number {
  if (op === "empty" || op === "filled") return 0;
  return op === "between" ? 2 : 1;
}

/** Whether a field's values have an order, so that one can be greater than another. */
export function isOrdered(kind: FieldKind): boolean {
  return kind !== "choice" && kind !== "text";
}
