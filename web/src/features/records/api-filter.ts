import type { Condition } from "@/ui/filter/conditions.ts";
import type { FilterField } from "@/ui/filter/fields.ts";
import { isComplete } from "@/ui/filter/is-complete.ts";
import { daysOfSpan, type Span } from "@/ui/filter/spans.ts";
import { type FilterNode, type Group, isGroup } from "@/ui/filter/tree.ts";
import { addDays, startOfDay } from "@/ui/format/zoned.ts";

/** What the API takes: one comparison, or several joined. */
export type ApiFilter =
  | { field: string; op: string; value?: unknown; type?: string }
  | { and: ApiFilter[] }
  | { or: ApiFilter[] };

/** Where days begin, which one is today, and on which one weeks begin. */
export interface Here {
  timeZone: string;
  /** `2026-11-23`. */
  today: string;
  locale: string;
}

/**
 * The filter of the address as the API takes it, or undefined when there is none. What the list does not know or cannot
 * read is left out: an address may be old, or mistyped. `also` is what the page itself asks for, whatever the address
 * says.
 */
export function apiFilter(
  filter: Group,
  fields: readonly FilterField[],
  here: Here,
  also: readonly ApiFilter[] = [],
): string | undefined {
  const asked = compileNode(filter, fields, here);
  const parts = asked.length === 1 && asked[0] && "and" in asked[0] ? asked[0].and : asked;
  const all = [...also, ...parts];
  return all.length === 0 ? undefined : JSON.stringify({ and: all });
}

function compileNode(node: FilterNode, fields: readonly FilterField[], here: Here): ApiFilter[] {
  if (isGroup(node)) {
    const parts = node.nodes.flatMap((part) => compileNode(part, fields, here));
    if (parts.length === 0) return [];
    return [node.any ? { or: parts } : { and: parts }];
  }
  const field = fields.find(({ id }) => id === node.field);
  if (!field || !isComplete(field.kind, node)) return [];
  const parts = compile(node, field, here).map((part) =>
    "field" in part && field.custom ? { ...part, type: field.custom } : part,
  );
  const [only] = parts;
  return parts.length === 1 && only ? [only] : [{ and: parts }];
}

function compile(condition: Condition, field: FilterField, here: Here): ApiFilter[] {
  const { op, values } = condition;
  const [first = "", second = ""] = values;
  const id = field.id;
  switch (op) {
    case "empty":
      return [{ field: id, op: "empty" }];
    case "filled":
      return [{ field: id, op: "not_empty" }];
    case "contains":
      return [{ field: id, op: "contains", value: first }];
    case "starts":
      return [{ field: id, op: "prefix", value: first }];
    case "is":
    case "not":
      return field.custom === "checkbox" ? ticked(id, op, values) : [oneOf(id, op, values)];
    case "last":
      return days(field, addDays(here.today, 1 - Number(first)), null, here);
    case "span":
      return days(field, ...daysOfSpan(first as Span, here.today, here.locale), here);
    default:
      if (field.kind !== "moment" && field.kind !== "date") return amounts(field, condition);
  }
  if (op === "gt") return days(field, addDays(first, 1), null, here);
  if (op === "lt") return days(field, null, addDays(first, -1), here);
  return days(field, op === "lte" ? null : first, op === "lte" ? first : second || null, here);
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

function ticked(field: string, op: "is" | "not", values: readonly string[]): ApiFilter[] {
  if (new Set(values).size !== 1) return [];
  return [{ field, op: "eq", value: (values[0] === "yes") === (op === "is") }];
}

/* Whole days, first and last: an instant is within them by the clock of the workspace. */
function days(field: FilterField, from: string | null, to: string | null, here: Here): ApiFilter[] {
  const moment = field.kind === "moment";
  const parts: ApiFilter[] = [];
  if (from)
    parts.push({
      field: field.id,
      op: "gte",
      value: moment ? startOfDay(from, here.timeZone) : from,
    });
  if (to)
    parts.push(
      moment
        ? { field: field.id, op: "lt", value: startOfDay(addDays(to, 1), here.timeZone) }
        : { field: field.id, op: "lte", value: to },
    );
  return parts;
}

/* Amounts are compared within one currency: 5,000 yen are no 5,000 euros. */
function amounts(field: FilterField, { op, values }: Condition): ApiFilter[] {
  const signs = op === "between" ? ["gte", "lte"] : [op];
  const money = field.kind === "money" ? field : null;
  const parts: ApiFilter[] = signs.map((sign, at) => {
    const number = Number(values[at]);
    const value = money && field.custom ? { amount: number, currency: money.currency } : number;
    return { field: field.id, op: sign, value };
  });
  if (money?.currencyField)
    parts.push({ field: money.currencyField, op: "eq", value: money.currency });
  return parts;
}
