import { writeSearch } from "@/router/search.ts";
import { addDays, isDay, startOfDay } from "@/ui/format/zoned.ts";

/** What the address of an audit log holds. Absent: everything. */
export interface AuditSearch {
  /** Who did it. */
  by?: string;
  noun?: string;
  action?: string;
  /** The first day and the last one. */
  from?: string;
  to?: string;
}

/** Reads the log's part of the address. What makes no sense there is left out, never an error. */
export function readAuditSearch({
  by,
  noun,
  action,
  from,
  to,
}: Record<string, unknown>): AuditSearch {
  const text = (value: unknown, right: (text: string) => boolean) =>
    typeof value === "string" && right(value) ? value : undefined;
  const word = (text: string) => /^[a-z_]{1,40}$/.test(text);
  return {
    by: text(by, (id) => /^[0-9a-f-]{36}$/.test(id)),
    noun: text(noun, word),
    action: text(action, word),
    from: text(from, isDay),
    to: text(to, isDay),
  };
}

/** Whether anything is left out. */
export const isNarrowed = (search: AuditSearch) => writeSearch(search) !== "";

/** Where a time begins and ends, as instants: the last day is within it. */
export function spanOf({ from, to }: AuditSearch, timeZone: string) {
  return {
    from: from && startOfDay(from, timeZone),
    to: to && startOfDay(addDays(to, 1), timeZone),
  };
}

/** What the API is asked for. */
export function auditFilter(search: AuditSearch, timeZone: string): string | undefined {
  const { from, to } = spanOf(search, timeZone);
  const and = [
    ...(search.by ? [{ field: "actor_id", op: "eq", value: search.by }] : []),
    ...(search.noun ? [{ field: "noun", op: "eq", value: search.noun }] : []),
    ...(search.action ? [{ field: "action", op: "eq", value: search.action }] : []),
    ...(from ? [{ field: "at", op: "gte", value: from }] : []),
    ...(to ? [{ field: "at", op: "lt", value: to }] : []),
  ];
  return and.length === 0 ? undefined : JSON.stringify({ and });
}
