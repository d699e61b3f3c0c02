import { readFilterText, writeFilterText } from "./grammar.ts";
import { isSpan } from "./spans.ts";
import { allOf, type Group } from "./tree.ts";

/**
 * How a condition compares. `is` and `not` take several values, `between` two, `last` a number of days, `span` the name
 * of a span of days.
 */
export type Operator =
  | "is"
  | "not"
  | "gt"
  | "gte"
  | "lt"
  | "lte"
  | "between"
  | "contains"
  | "starts"
  | "last"
  | "span"
  | "empty"
  | "filled";

/** One condition of a list. The values are text here, as in the address; the field says what they mean. */
export interface Condition {
  field: string;
  op: Operator;
  values: string[];
}

const SYMBOLS: [string, Operator][] = [
  ["!:", "not"],
  [">=", "gte"],
  ["<=", "lte"],
  [">", "gt"],
  ["<", "lt"],
  ["~", "contains"],
  ["^", "starts"],
  [":", "is"],
];
const PLAIN = /^[^\s",()]+$/;
const FIELD = /^[a-z][a-z0-9_.]*/;

/**
 * Writes a filter the way a person would type it, for the address:
 * `status:new,contacted (owner_id:me or amount>=500000) source:"Trade fair" created_at=7d`.
 */
export function writeFilter(filter: Group): string {
  return writeFilterText(filter, write);
}

/** Writes conditions that all hold. */
export function writeConditions(conditions: readonly Condition[]): string {
  return writeFilter(allOf(conditions));
}

function write({ field, op, values }: Condition): string {
  if (op === "empty") return `${field}=none`;
  if (op === "filled") return `${field}=any`;
  if (op === "last") return `${field}=${values[0]}d`;
  if (op === "span") return `${field}=${values[0]}`;
  if (op === "between") return `${field}=${values[0]}..${values[1]}`;
  const symbol = SYMBOLS.find(([, known]) => known === op)?.[0] ?? ":";
  return field + symbol + values.map(quoted).join(",");
}

/** A value as it stands in a filter: in quotes where it would be taken for something else. */
export function quoted(value: string): string {
  return PLAIN.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;
}

/** Reads what `writeFilter` wrote, or what somebody typed: what makes no sense is left out. */
export function readFilter(text: string): Group {
  return readFilterText(text, { condition: (piece) => read(piece.text) });
}

function read(term: string): Condition | null {
  const field = FIELD.exec(term)?.[0];
  if (!field) return null;
  const rest = term.slice(field.length);
  if (rest.startsWith("=")) return readSpecial(field, rest.slice(1));
  const symbol = SYMBOLS.find(([sign]) => rest.startsWith(sign));
  if (!symbol) return null;
  const values = valuesOf(rest.slice(symbol[0].length));
  return values.length === 0 ? null : { field, op: symbol[1], values };
}

function readSpecial(field: string, text: string): Condition | null {
  if (text === "none") return { field, op: "empty", values: [] };
  if (text === "any") return { field, op: "filled", values: [] };
  const days = /^(\d{1,4})d$/.exec(text);
  if (days?.[1]) return { field, op: "last", values: [days[1]] };
  if (isSpan(text)) return { field, op: "span", values: [text] };
  const [from, to] = text.split("..");
  return from && to ? { field, op: "between", values: [from, to] } : null;
}

/** The values behind a sign: separated by commas, those in quotes as they were meant. */
export function valuesOf(text: string): string[] {
  const parts = text.match(/"(?:\\.|[^"\\])*"|[^,"]+/g) ?? [];
  return parts.map((part) =>
    part.startsWith('"') ? part.slice(1, -1).replace(/\\(.)/g, "$1") : part,
  );
}
