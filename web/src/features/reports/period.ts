/** The periods that reports offer, in their order. */
export const PERIODS = [
  "12-months",
  "month",
  "last-month",
  "quarter",
  "last-quarter",
  "year",
] as const;
/** One of them, as the address names it. */
export type Period = (typeof PERIODS)[number];

/** What is shown when the address names no period. */
export const DEFAULT_PERIOD: Period = "12-months";

/** Calendar days from `from` to `to`, both included, as the API takes them. */
export interface Days {
  from: string;
  to: string;
}

/** The days of a period. What is still running ends today, the workspace's day. */
export function periodDays(period: Period, today: string): Days {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7)) - 1;
  const quarter = month - (month % 3);
  switch (period) {
    case "month":
      return { from: day(year, month, 1), to: today };
    case "last-month":
      return { from: day(year, month - 1, 1), to: day(year, month, 0) };
    case "quarter":
      return { from: day(year, quarter, 1), to: today };
    case "last-quarter":
      return { from: day(year, quarter - 3, 1), to: day(year, quarter, 0) };
    case "year":
      return { from: day(year, 0, 1), to: today };
    case "12-months":
      return { from: day(year, month - 11, 1), to: today };
  }
}

/** The months of a forecast: as many back as the period has, and half a year ahead. */
export function forecastDays({ from, to }: Days, today: string): Days {
  const ahead = day(Number(today.slice(0, 4)), Number(today.slice(5, 7)) + 6, 0);
  return { from, to: to >= today ? ahead : to };
}

/** How finely a period is cut for a line: days within five weeks, weeks within two years, months beyond. */
export function grainOf({ from, to }: Days): "day" | "week" | "month" {
  const length = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return length <= 35 ? "day" : length <= 750 ? "week" : "month";
}

function day(year: number, month: number, date: number): string {
  return new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
}
