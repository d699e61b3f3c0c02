import { addDays, startOfWeek } from "../format/zoned.ts";

/** Spans of days that move with today: what a condition means is another thing tomorrow. */
export const SPANS = [
  "overdue",
  "today",
  "next-7d",
  "this-week",
  "this-month",
  "next-month",
  "this-quarter",
] as const;

/** One of them. */
export type Span = (typeof SPANS)[number];

/** Whether a text names a span. */
export function isSpan(text: string | undefined): text is Span {
  return SPANS.some((span) => span === text);
}

/** Its first and its last day; no first day: since ever. */
export function daysOfSpan(span: Span, today: string, locale: string): [string | null, string] {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7)) - 1;
  switch (span) {
    case "overdue":
      return [null, addDays(today, -1)];
    case "today":
      return [today, today];
    case "next-7d":
      return [today, addDays(today, 6)];
    case "this-week": {
      const first = startOfWeek(today, locale);
      return [first, addDays(first, 6)];
    }
    case "this-month":
      return months(year, month, 1);
    case "next-month":
      return months(year, month + 1, 1);
    case "this-quarter":
      return months(year, month - (month % 3), 3);
  }
}

function months(year: number, first: number, count: number): [string, string] {
  const day = (month: number, date: number) =>
    new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
  return [day(first, 1), day(first + count, 0)];
}
