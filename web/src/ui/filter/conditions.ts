/** How a condition compares. `is` and `not` take several values, `between` two, `last` a number of days. */
export type Operator =
  | "is"
  | "not"
  | "gte"
  | "lte"
  | "between"
  | "contains"
  | "starts"
  | "last"
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
  ["~", "contains"],
  ["^", "starts"],
  [":", "is"],
];
const PLAIN = /^[^\s",]+$/;
const FIELD = /^[a-z][a-z0-9_.]*/;

/**
 * Writes conditions the way a person would type them, for the address:
 * `status:new,contacted owner:me amount>=500000 source:"Trade fair" created=7d`.
 */
export function writeConditions(conditions: readonly Condition[]): string {
  return conditions.map(write).join(" ");
}

function write({ field, op, values }: Condition): string {
  if (op === "empty") return `${field}=none`;
  if (op === "filled") return `${field}=any`;
  if (op === "last") return `${field}=${values[0]}d`;
  if (op === "between") return `${field}=${values[0]}..${values[1]}`;
  const symbol = SYMBOLS.find(([, known]) => known === op)?.[0] ?? ":";
  return field + symbol + values.map(quoted).join(",");
}

function quoted(value: string): string {
  return PLAIN.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;
}

/** Reads what `writeConditions` wrote, or what somebody typed: what makes no sense is left out. */
export function readConditions(text: string): Condition[] {
  return terms(text)
    .map(read)
    .filter((condition) => condition !== null);
}

/* Splits at spaces that are not within quotes. */
function terms(text: string): string[] {
  return text.match(/(?:[^\s"]|"(?:\\.|[^"\\])*")+/g) ?? [];
}

function read(term: string): Condition | null {
  const field = FIELD.exec(term)?.[0];
  if (!field) return null;
  const rest = term.slice(field.length);
  if (rest.startsWith("=")) return readSpecial(field, rest.slice(1));
  const symbol = SYMBOLS.find(([sign]) => rest.startsWith(sign));
  if (!symbol) return null;
  const values = unquoted(rest.slice(symbol[0].length));
  return values.length === 0 ? null : { field, op: symbol[1], values };
}

function readSpecial(field: string, text: string): Condition | null {
  if (text === "none") return { field, op: "empty", values: [] };
  if (text === "any") return { field, op: "filled", values: [] };
  const days = /^(\d{1,4})d$/.exec(text);
  if (days?.[1]) return { field, op: "last", values: [days[1]] };
  const [from, to] = text.split("..");
  return from && to ? { field, op: "between", values: [from, to] } : null;
}

function unquoted(text: string): string[] {
  const parts = text.match(/"(?:\\.|[^"\\])*"|[^,"]+/g) ?? [];
  return parts.map((part) =>
    part.startsWith('"') ? part.slice(1, -1).replace(/\\(.)/g, "$1") : part,
  );
}
