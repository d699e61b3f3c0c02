import { isDay } from "../format/zoned.ts";
import { type Condition, type Operator, quoted, valuesOf } from "./conditions.ts";
import { type FilterField, isOrdered, operatorsOf } from "./fields.ts";
import { type Piece, readFilterText, writeFilterText } from "./grammar.ts";
import { isSpan } from "./spans.ts";
import type { Group } from "./tree.ts";

/** What cannot be understood, and where in the text it stands. */
export interface QueryError {
  from: number;
  to: number;
  kind: "field" | "operator" | "value" | "missing" | "quote" | "text" | "parenthesis";
  /** The words concerned. */
  word: string;
}

/** A typed query, read. */
export interface Query {
  filter: Group;
  errors: QueryError[];
}

/** How people write amounts: in whole units of the currency, as `parseMoney` reads them. */
export type ReadMoney = (text: string, currency: string) => number | null;

const OPERATORS: readonly [sign: string, op: Operator][] = [
  ["!:", "not"],
  ["!=", "not"],
  [">=", "gte"],
  ["<=", "lte"],
  [">", "gt"],
  ["<", "lt"],
  ["~", "contains"],
  ["^", "starts"],
  [":", "is"],
  ["=", "is"],
];

/**
 * Reads what somebody types: `(owner:me or amount>5000) status:new,contacted source:"Trade fair" "haddad"`. Fields and
 * values may be written as the API or as the page calls them; a word of its own is looked for in the names.
 */
export function readQuery(text: string, fields: readonly FilterField[], money: ReadMoney): Query {
  const errors: QueryError[] = [];
  const filter = readFilterText(text, {
    condition: (piece) => {
      const read = readPiece(piece, fields, money);
      if (!("kind" in read)) return read;
      errors.push(read);
      return null;
    },
    stray: ({ from, text: word }) => errors.push({ kind: "parenthesis", from, to: from + 1, word }),
  });
  return { filter, errors: errors.sort((a, b) => a.from - b.from) };
}

/** How amounts are written for people who type: `parseMoney` reads it again. */
export type WriteMoney = (amount: number, currency: string) => string;

/** Writes a filter as somebody would type it, which `readQuery` reads again. */
export function writeQuery(
  filter: Group,
  fields: readonly FilterField[],
  money: WriteMoney,
): string {
  return writeFilterText(filter, (condition) => {
    const field = fields.find(({ id }) => id === condition.field);
    return field ? writePiece(field, condition, money) : "";
  });
}

function writePiece(field: FilterField, { op, values }: Condition, money: WriteMoney): string {
  const name = shortName(field);
  const shown = values.map((value) => {
    if (field.kind === "choice") {
      const option = field.options.find((one) => one.value === value);
      return word(value, option?.label ?? value);
    }
    if (field.kind === "money") return quoted(money(Number(value), field.currency));
    // in quotes they are words and not the signs for "empty" and "filled"
    return value === "none" || value === "any" ? `"${value}"` : quoted(value);
  });
  if (op === "empty") return `${name}:none`;
  if (op === "filled") return `${name}:any`;
  if (op === "last") return `${name}:${values[0]}d`;
  if (op === "span") return `${name}:${values[0]}`;
  if (op === "between") return `${name}:${shown.join("..")}`;
  return name + (OPERATORS.find(([, known]) => known === op)?.[0] ?? ":") + shown.join(",");
}

function readPiece(
  piece: Piece,
  fields: readonly FilterField[],
  money: ReadMoney,
): Condition | QueryError {
  const { from, text } = piece;
  const wrong = (kind: QueryError["kind"], start: number, word: string): QueryError => ({
    kind,
    from: from + start,
    to: from + start + word.length,
    word,
  });
  if ((text.replace(/\\./g, "").match(/"/g)?.length ?? 0) % 2 === 1)
    return wrong("quote", text.indexOf('"'), text.slice(text.indexOf('"')));
  const named = /^([\p{L}_][\p{L}\p{N}_.-]*)(!=|!:|>=|<=|[><~^:=])(.*)$/su.exec(text);
  if (!named) return freeText(text, fields) ?? wrong("text", 0, text);
  const [, name = "", sign = "", rest = ""] = named;
  const field = fieldCalled(name, fields);
  if (!field) return wrong("field", 0, name);
  const op = OPERATORS.find(([known]) => known === sign)?.[1] ?? "is";
  const start = name.length + sign.length;
  if (rest === "") return wrong("missing", 0, text);
  return (
    readValues(field, op, rest, money) ??
    wrong(usable(field, op) ? "value" : "operator", start, rest)
  );
}

function freeText(text: string, fields: readonly FilterField[]): Condition | null {
  const name = fields.find(({ id }) => id === "name");
  const [value] = valuesOf(text);
  return name && value ? { field: name.id, op: "contains", values: [value] } : null;
}

const folded = (text: string) => text.toLowerCase().replace(/[\s_-]+/g, "");

/** The field of that name, as the API or as the page calls it; `owner` is `owner_id`. */
export function fieldCalled(name: string, fields: readonly FilterField[]): FilterField | undefined {
  const wanted = folded(name);
  return fields.find(
    ({ id, label }) =>
      folded(id) === wanted ||
      folded(label) === wanted ||
      folded(id.replace(/_(id|name|at)$/, "")) === wanted,
  );
}

function usable(field: FilterField, op: Operator): boolean {
  return operatorsOf(field.kind).includes(op) || (isOrdered(field.kind) && op === "is");
}

function readValues(
  field: FilterField,
  op: Operator,
  rest: string,
  money: ReadMoney,
): Condition | null {
  const special = readSpecial(field, op, rest);
  if (special) return special;
  const range = isOrdered(field.kind) ? /^(.+?)\.\.(.+)$/.exec(rest) : null;
  const texts =
    range && op === "is"
      ? [range[1], range[2]].flatMap((text = "") => valuesOf(text))
      : valuesOf(rest);
  const values = texts.map((text) => readValue(field, text, money));
  if (!usable(field, op) || values.length === 0 || values.includes(null)) return null;
  const read = values as string[];
  if (!isOrdered(field.kind)) return { field: field.id, op, values: read };
  if (range) return { field: field.id, op: "between", values: read };
  const [only = ""] = read;
  if (read.length > 1) return null;
  return op === "is"
    ? { field: field.id, op: "between", values: [only, only] }
    : { field: field.id, op, values: [only] };
}

/* `none`, `any`, `7d` and `this-week`. */
function readSpecial(field: FilterField, op: Operator, rest: string): Condition | null {
  const known = operatorsOf(field.kind);
  if (op !== "is" || field.kind === "choice") return null;
  if (rest === "none" && known.includes("empty"))
    return { field: field.id, op: "empty", values: [] };
  if (rest === "any" && known.includes("filled"))
    return { field: field.id, op: "filled", values: [] };
  if (isSpan(rest) && known.includes("span"))
    return { field: field.id, op: "span", values: [rest] };
  const days = /^([1-9]\d{0,3})d$/.exec(rest)?.[1];
  return days && known.includes("last") ? { field: field.id, op: "last", values: [days] } : null;
}

function readValue(field: FilterField, text: string, money: ReadMoney): string | null {
  switch (field.kind) {
    case "choice": {
      const wanted = folded(text);
      const exact = field.options.find(
        ({ value, label }) => folded(value) === wanted || folded(label) === wanted,
      );
      const starting = field.options.filter(({ label }) => folded(label).startsWith(wanted));
      return exact?.value ?? (starting.length === 1 ? (starting[0]?.value ?? null) : null);
    }
    case "number":
      return /^-?\d{1,15}$/.test(text) ? text : null;
    case "money": {
      const amount = money(text, field.currency);
      return amount === null ? null : String(amount);
    }
    case "moment":
    case "date":
      return isDay(text) ? text : null;
    case "text":
      return text.trim() === "" ? null : text;
  }
}

/** What may stand in the place of the piece that is being typed. */
export interface Suggestion {
  /** What is written. */
  insert: string;
  label: string;
}

const SUGGESTIONS_MAX = 8;

/** What may follow: fields while a name is typed, values behind a choice's colon. */
export function suggest(piece: string, fields: readonly FilterField[]): Suggestion[] {
  const typed = /^([\p{L}_][\p{L}\p{N}_.-]*)(!:|!=|[:=])(.*)$/su.exec(piece);
  const field = typed ? fieldCalled(typed[1] ?? "", fields) : undefined;
  if (typed && field?.kind === "choice") {
    const begin = (typed[1] ?? "") + (typed[2] ?? "");
    const before = /^(.*,)?/s.exec(typed[3] ?? "")?.[1] ?? "";
    const wanted = folded((typed[3] ?? "").slice(before.length).replaceAll('"', ""));
    return field.options
      .filter(({ label }) => folded(label).includes(wanted))
      .slice(0, SUGGESTIONS_MAX)
      .map(({ value, label }) => ({ insert: `${begin}${before}${word(value, label)}`, label }));
  }
  if (typed || piece.startsWith('"')) return [];
  const wanted = folded(piece);
  return fields
    .filter(({ id, label }) => folded(id).includes(wanted) || folded(label).includes(wanted))
    .slice(0, SUGGESTIONS_MAX)
    .map((one) => ({ insert: `${shortName(one)}${startOf(one)}`, label: one.label }));
}

const shortName = ({ id }: FilterField) => id.replace(/_(id|name|at)$/, "");
const startOf = ({ kind }: FilterField) => (kind === "choice" ? ":" : kind === "text" ? "~" : ">=");

/* People and tags are known by id: they are written by name. */
function word(value: string, label: string): string {
  return quoted(/^[0-9a-f]{8}-/.test(value) ? label : value);
}
