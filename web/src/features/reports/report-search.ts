import { readable } from "@/router/search.ts";
import { type Days, DEFAULT_PERIOD, PERIODS, type Period, periodDays } from "./period.ts";

/** What the address of reports says: period, people, pipeline, and the currency of charts of money. */
export interface ReportSearch {
  period?: Period;
  /** Days of one's own, instead of a period. */
  from?: string;
  to?: string;
  /** A person's id, or "me". */
  owner?: string;
  team?: string;
  pipeline?: string;
  /** ISO 4217 code. None is the workspace's own. */
  currency?: string;
}

/** What reports are asked for, as the API takes it. */
export interface Asked extends Days {
  owner_id?: string[];
  team_id?: string;
  pipeline_id?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** Reads an address; what it does not understand it leaves out. */
export function readReportSearch(search: Record<string, unknown>): ReportSearch {
  const fitting = (name: keyof ReportSearch, pattern: RegExp) => {
    const value = search[name];
    return typeof value === "string" && pattern.test(value) ? { [name]: value } : {};
  };
  const period = PERIODS.find((one) => one === search.period);
  const days = { ...fitting("from", DAY), ...fitting("to", DAY) };
  const own = "from" in days && "to" in days && String(days.from) <= String(days.to);
  return {
    ...(own ? days : period && period !== DEFAULT_PERIOD ? { period } : {}),
    ...fitting("owner", /^me$|^[0-9a-f]{8}-[0-9a-f-]{27}$/),
    ...fitting("team", ID),
    ...fitting("pipeline", ID),
    ...fitting("currency", /^[A-Z]{3}$/),
  };
}

/** The address of a page of reports with this search, as a plain link has it. */
export function reportHref(path: string, search: ReportSearch): string {
  const query = new URLSearchParams({ ...readReportSearch({ ...search }) });
  return query.size === 0 ? path : `${path}?${readable(query.toString())}`;
}

/** What the search asks for; `today` is the workspace's day. */
export function askedBy(search: ReportSearch, today: string): Asked {
  const own = search.from && search.to ? { from: search.from, to: search.to } : null;
  return {
    ...(own ?? periodDays(search.period ?? DEFAULT_PERIOD, today)),
    ...(search.owner ? { owner_id: [search.owner] } : {}),
    ...(search.team ? { team_id: search.team } : {}),
    ...(search.pipeline ? { pipeline_id: search.pipeline } : {}),
  };
}

/** The same without some of it: not every report can be asked for everything. */
export function without<All extends object, Name extends keyof All>(
  all: All,
  ...names: Name[]
): Omit<All, Name> {
  const rest = { ...all };
  for (const name of names) delete rest[name];
  return rest;
}
