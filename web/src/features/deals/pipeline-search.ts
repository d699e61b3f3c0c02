import type { Formats } from "@/ui/format/formats.ts";

/** What the pipeline's address says: which pipeline, which view, which conditions, which deal lies open. */
export interface PipelineSearch {
  pipeline?: string;
  view?: PipelineView;
  /** A person's id, "me", or "none" for the pool. */
  owner?: string;
  /** At least so much, in minor units of the workspace's currency. */
  min?: number;
  close?: CloseWindow;
  /** The deal that lies open beside the board. */
  deal?: string;
  /** The form for a new deal is open. */
  new?: true;
}

/** The quick tabs. None is all open deals. */
export type PipelineView = "mine" | "month";
const VIEWS: readonly PipelineView[] = ["mine", "month"];

/** When deals are expected to close. */
export type CloseWindow = "late" | "week" | "month" | "next-month" | "quarter" | "none";
export const CLOSE_WINDOWS: readonly CloseWindow[] = [
  "late",
  "week",
  "month",
  "next-month",
  "quarter",
  "none",
];

/** Reads an address; what it does not understand it leaves out. */
export function readPipelineSearch(search: Record<string, unknown>): PipelineSearch {
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
  return {
    pipeline: text(search.pipeline),
    view: VIEWS.find((view) => view === search.view),
    owner: text(search.owner),
    min: typeof search.min === "number" && search.min > 0 ? Math.round(search.min) : undefined,
    close: CLOSE_WINDOWS.find((window) => window === search.close),
    deal: text(search.deal),
    new: search.new === true ? true : undefined,
  };
}

/** The address of the pipeline with this search, as a plain link has it. */
export function pipelineHref(search: PipelineSearch): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search))
    if (value !== undefined) params.set(key, String(value));
  const query = params.toString();
  return query === "" ? "/pipeline" : `/pipeline?${query}`;
}

/** One condition of a filter, as the API takes it. */
interface Condition {
  field: string;
  op: string;
  value?: string | number;
}

/** The search as the API's filter, or undefined when everything is wanted. `today` is the workspace's day. */
export function boardFilter(
  search: PipelineSearch,
  today: string,
  formats: Pick<Formats, "homeCurrency">,
): string | undefined {
  const conditions: Condition[] = [];
  if (search.view === "mine") conditions.push({ field: "owner_id", op: "eq", value: "me" });
  if (search.owner === "none") conditions.push({ field: "owner_id", op: "empty" });
  else if (search.owner) conditions.push({ field: "owner_id", op: "eq", value: search.owner });
  if (search.min !== undefined)
    conditions.push(
      { field: "amount", op: "gte", value: search.min },
      { field: "currency", op: "eq", value: formats.homeCurrency },
    );
  if (search.view === "month") conditions.push(...closing("month", today));
  if (search.close) conditions.push(...closing(search.close, today));
  return conditions.length === 0 ? undefined : JSON.stringify({ and: conditions });
}

function closing(window: CloseWindow, today: string): Condition[] {
  const field = "expected_close_date";
  if (window === "none") return [{ field, op: "empty" }];
  if (window === "late") return [{ field, op: "lt", value: today }];
  const [from, to] = daysOf(window, today);
  return [
    { field, op: "gte", value: from },
    { field, op: "lte", value: to },
  ];
}

function daysOf(window: CloseWindow, today: string): [string, string] {
  const at = new Date(`${today}T00:00:00Z`);
  const year = at.getUTCFullYear();
  const month = at.getUTCMonth();
  const months = (first: number, count: number): [string, string] => [
    iso(new Date(Date.UTC(year, first, 1))),
    iso(new Date(Date.UTC(year, first + count, 0))),
  ];
  if (window === "week") {
    const end = new Date(at);
    end.setUTCDate(at.getUTCDate() + 6);
    return [today, iso(end)];
  }
  if (window === "next-month") return months(month + 1, 1);
  if (window === "quarter") return months(month - (month % 3), 3);
  return months(month, 1);
}

function iso(date: Date): string {
  return date.toISOString().slice(0, 10);
}
