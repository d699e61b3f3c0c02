import { isDay } from "../format/zoned.ts";
import type { Condition } from "./conditions.ts";
import { type FieldKind, operatorsOf, valueCount } from "./fields.ts";
import { isSpan } from "./spans.ts";

/** Whether a condition can be asked for: a known comparison, and values of the field's kind. */
export function isComplete(kind: FieldKind, { op, values }: Condition): boolean {
  if (!operatorsOf(kind).includes(op)) return false;
  if (values.length < valueCount(op)) return false;
  if (valueCount(op) === 0) return true;
  if (op === "last") return /^[1-9]\d{0,3}$/.test(values[0] ?? "");
  if (op === "span") return isSpan(values[0]);
  return values.every((value) => fits(kind, value));
}

function fits(kind: FieldKind, value: string): boolean {
  switch (kind) {
    case "number":
    case "money":
      return /^-?\d{1,15}$/.test(value);
    case "moment":
    case "date":
      return isDay(value);
    default:
      return value.trim() !== "";
  }
}
