/** The periods that a dashboard offers, in their order. */
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

/** What the address of a dashboard says: its period, and the currency of its charts of money. */
export interface ReportSearch {
  period?: Period;
  /** ISO 4217 code. None is the workspace's own. */
  currency?: string;
}

/** Calendar days from `from` to `to`, both included, as the API takes them. */
export interface Days {
  from: string;
  to: string;
}

/** Reads an address; what it does not understand it leaves out. */
export function readReportSearch(search: Record<string, unknown>): ReportSearch {
  const period = PERIODS.find((one) => one === search.period);
  const { currency } = search;
  return {
    ...(period && period !== DEFAULT_PERIOD ? { period } : {}),
    ...(typeof currency === "string" && /^[A-Z]{3}$/.test(currency) ? { currency } : {}),
  };
}

/** The address of the dashboard with this search, as a plain link has it. */
export function homeHref(search: ReportSearch): string {
  const query = new URLSearchParams({ ...readReportSearch({ ...search }) });
  return query.size === 0 ? "/" : `/?${query}`;
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

/** How finely a period is cut for a line: days within five weeks, weeks beyond. */
export function grainOf({ from, to }: Days): "day" | "week" {
  const length = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return length <= 35 ? "day" : "week";
}

function day(year: number, month: number, date: number): string {
  return new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
}
