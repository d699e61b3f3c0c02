import type { DateOrder, DecimalMark } from "@/api/generated/types.gen.ts";

/** The orders in which a date's numbers can stand, as they are offered. */
export const DATE_ORDERS: readonly DateOrder[] = ["dmy", "mdy", "ymd"];
/** The marks that can separate decimals. */
export const DECIMAL_MARKS: readonly DecimalMark[] = ["dot", "comma"];

/** A date of numbers alone, read in an order, as `2017-04-03`; null when it is none in that order. Only for showing: the server reads. */
export function readDate(text: string, order: DateOrder): string | null {
  const parts = text
    .trim()
    .split(/[T ](?=\d{1,2}:)/)[0]
    ?.split(/[/\-. ]+/)
    .filter((part) => part !== "");
  const [a, b, c] = parts ?? [];
  if (parts?.length !== 3 || !parts.every((part) => /^\d{1,4}$/.test(part)) || !a || !b || !c)
    return null;
  if (a.length === 4 || order === "ymd") return dayOf(a, b, c);
  return order === "dmy" ? dayOf(c, b, a) : dayOf(c, a, b);
}

function dayOf(year: string, month: string, day: string): string | null {
  if (month.length > 2 || day.length > 2 || year.length === 3 || year.length === 1) return null;
  const full = year.length === 2 ? 2000 + Number(year) : Number(year);
  const date = new Date(Date.UTC(full, Number(month) - 1, Number(day)));
  const same = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return same && Number(month) > 0 ? date.toISOString().slice(0, 10) : null;
}

/** A number read with a decimal mark; null when it is none with that mark. Only for showing. */
export function readNumber(text: string, mark: DecimalMark): number | null {
  const bare = text.replace(/[^\d.,'\s-]/g, "").replace(/[\s']/g, "");
  const [thousands, decimal] = mark === "dot" ? [",", "."] : [".", ","];
  const [whole = "", fraction, ...more] = bare.split(decimal);
  const groups = whole.replace(/^-/, "").split(thousands);
  const grouped = groups.length === 1 || groups.slice(1).every((group) => group.length === 3);
  if (more.length > 0 || !grouped || fraction?.includes(thousands) || !/\d/.test(bare)) return null;
  const number = Number(`${whole.replaceAll(thousands, "")}${fraction ? `.${fraction}` : ""}`);
  return Number.isFinite(number) ? number : null;
}

/** The samples that the ways of reading do not agree on; all of them where every way reads them alike. */
export function telling<Way>(
  samples: readonly string[],
  ways: readonly Way[],
  read: (text: string, way: Way) => string | number | null,
): string[] {
  const doubtful = samples.filter(
    (sample) => new Set(ways.map((way) => read(sample, way)).filter((is) => is !== null)).size > 1,
  );
  return doubtful.length > 0 ? doubtful : [...samples];
}
