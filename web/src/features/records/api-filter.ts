import type { Condition } from "@/ui/filter/conditions.ts";
import type { FieldKind } from "@/ui/filter/fields.ts";
import { isComplete } from "@/ui/filter/is-complete.ts";
import { addDays, startOfDay } from "@/ui/format/zoned.ts";

/** What the API takes: one comparison, or several joined. */
export type ApiFilter =
  | { field: string; op: string; value?: unknown }
  | { and: ApiFilter[] }
  | { or: ApiFilter[] };

/** What a list may be filtered by, and how each field's values are read. */
export type FilterKinds = Readonly<Record<string, FieldKind>>;

/** Where days begin, and which one is today. */
export interface Here {
  timeZone: string;
  /** `2026-11-23`. */
  today: string;
}

/**
 * The conditions of the address as the API takes them, or undefined when there are none. What the
 * list does not know or cannot read is left out: an address may be old, or mistyped. `also` is what
 * the page itself asks for, whatever the address says.
 */
export function apiFilter(
  conditions: readonly Condition[],
  kinds: FilterKinds,
  here: Here,
  also: readonly ApiFilter[] = [],
): string | undefined {
  const asked = conditions.flatMap((condition) => {
    const kind = kinds[condition.field];
    return kind && isComplete(kind, condition) ? compile(condition, kind, here) : [];
  });
  const parts = [...also, ...asked];
  return parts.length === 0 ? undefined : JSON.stringify({ and: parts });
}

function compile(condition: Condition, kind: FieldKind, here: Here): ApiFilter[] {
  const { field, op, values } = condition;
  if (op === "empty") return [{ field, op: "empty" }];
  if (op === "filled") return [{ field, op: "not_empty" }];
  if (op === "is" || op === "not") return [oneOf(field, op, values)];
  if (op === "contains") return [{ field, op: "contains", value: values[0] }];
  if (op === "starts") return [{ field, op: "prefix", value: values[0] }];
  if (op === "last") {
    const from = addDays(here.today, 1 - Number(values[0]));
    return [atLeast(field, kind, from, here)];
  }
  if (op === "gte") return [atLeast(field, kind, values[0] ?? "", here)];
  if (op === "lte") return [atMost(field, kind, values[0] ?? "", here)];
  return [atLeast(field, kind, values[0] ?? "", here), atMost(field, kind, values[1] ?? "", here)];
}

/* "none" stands for an empty value: no owner, no source. */
function oneOf(field: string, op: "is" | "not", values: readonly string[]): ApiFilter {
  const given = values.filter((value) => value !== "none");
  const parts: ApiFilter[] = [];
  if (given.length > 0) parts.push({ field, op: op === "is" ? "in" : "not_in", value: given });
  if (given.length < values.length) parts.push({ field, op: op === "is" ? "empty" : "not_empty" });
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  return op === "is" ? { or: parts } : { and: parts };
}

function atLeast(field: string, kind: FieldKind, value: string, here: Here): ApiFilter {
  if (kind === "moment") return { field, op: "gte", value: startOfDay(value, here.timeZone) };
  return { field, op: "gte", value: kind === "date" ? value : Number(value) };
}

function atMost(field: string, kind: FieldKind, value: string, here: Here): ApiFilter {
  if (kind === "moment")
    return { field, op: "lt", value: startOfDay(addDays(value, 1), here.timeZone) };
  return { field, op: "lte", value: kind === "date" ? value : Number(value) };
}
