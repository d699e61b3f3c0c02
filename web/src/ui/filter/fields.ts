import type { SelectOption } from "../forms/select.tsx";
import type { Operator } from "./conditions.ts";

/**
 * What a list can be filtered by. `choice` has known values (and "none" for an empty one), `moment` is an
 * instant that people think of as a day, `date` a calendar date.
 */
export type FilterField = { id: string; label: string } & (
  | { kind: "choice"; options: SelectOption[] }
  | { kind: "text"; suggestions?: readonly string[] }
  | { kind: "number" }
  | { kind: "money"; currency: string }
  | { kind: "moment" }
  | { kind: "date" }
);

/** The kinds of fields. */
export type FieldKind = FilterField["kind"];

const OPERATORS: Record<FieldKind, readonly Operator[]> = {
  choice: ["is", "not"],
  text: ["contains", "is", "not", "starts", "empty", "filled"],
  number: ["gte", "lte", "between"],
  money: ["gte", "lte", "between", "empty"],
  moment: ["last", "gte", "lte", "between"],
  date: ["gte", "lte", "between", "empty"],
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
