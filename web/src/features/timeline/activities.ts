import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { listActivities, listActivitiesOfRecord } from "@/api/generated/sdk.gen.ts";
import type { Activity, ActivityDraft } from "@/api/generated/types.gen.ts";
import type { ActivityKind } from "@/features/activities/activity-kinds.tsx";

/** How many activities come at a time. */
const PAGE_ROWS = 30;

/** A record that activities can be on: the plural of its noun, as in the address, and which one. */
export interface About {
  noun: "leads" | "deals" | "contacts" | "companies";
  id: string;
}

/** The record that an activity is on, as its timeline names it. */
export function aboutOf(activity: Activity): About | null {
  const { lead_id, deal_id, contact_id, company_id } = activity;
  if (lead_id) return { noun: "leads", id: lead_id };
  if (deal_id) return { noun: "deals", id: deal_id };
  if (contact_id) return { noun: "contacts", id: contact_id };
  return company_id ? { noun: "companies", id: company_id } : null;
}

/** Where the activities of a record are kept. */
export const activitiesKey = ({ noun, id }: About) => [noun, "activities", id] as const;

/** What was done about a record and what is to be done, newest first, page by page; all of it, or one kind. */
export function activitiesQuery(about: About, kind?: ActivityKind) {
  return infiniteQueryOptions({
    queryKey: [...activitiesKey(about), kind ?? "all"],
    staleTime: 15_000,
    queryFn: async ({ pageParam, signal }) => {
      const page = { cursor: pageParam, limit: PAGE_ROWS };
      const { data } = kind
        ? await listActivities({
            query: { ...page, sort: "-at", filter: onlyOf(about, { kind }) },
            signal,
            throwOnError: true,
          })
        : await listActivitiesOfRecord({ path: about, query: page, signal, throwOnError: true });
      return data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** The earliest activity of a record that has a day and is not done, or null. */
export function nextActivityQuery(about: About) {
  return queryOptions({
    queryKey: [...activitiesKey(about), "next"],
    staleTime: 15_000,
    queryFn: async ({ signal }) => {
      const open = [
        { field: "done_at", op: "empty" },
        { field: "due_at", op: "not_empty" },
        { field: "kind", op: "in", value: ["task", "call", "meeting"] },
      ];
      const query = { limit: 1, sort: "at", filter: onlyOf(about, {}, open) };
      const { data } = await listActivities({ query, signal, throwOnError: true });
      return data.items[0] ?? null;
    },
  });
}

function onlyOf(about: About, equal: Record<string, string>, also: object[] = []): string {
  const fields = Object.entries({ ...onRecord(about), ...equal });
  const same = fields.map(([field, value]) => ({ field, op: "eq", value }));
  return JSON.stringify({ and: [...same, ...also] });
}

/** The field of a new activity that says what it is on. */
export function onRecord({ noun, id }: About): Partial<ActivityDraft> {
  switch (noun) {
    case "leads":
      return { lead_id: id };
    case "deals":
      return { deal_id: id };
    case "contacts":
      return { contact_id: id };
    case "companies":
      return { company_id: id };
  }
}

/** What can be written down beside a record. An e-mail is written elsewhere, so it has no form here. */
export type LogKind = "note" | "call" | "meeting" | "task";

/** What the form of an activity holds, as typed. */
export interface LogEntry {
  kind: LogKind;
  subject: string;
  text: string;
  minutes: string;
  /** `2026-11-23`, or empty. */
  due: string;
}

const SUBJECT_MAX = 120;

/**
 * What was typed as the API takes it. A note's first line is its subject and the rest its text; a call or a
 * meeting has just been held; a task is due when `dueAt` says that the day's work ends.
 */
export function draftOf(
  entry: LogEntry,
  about: About,
  dueAt: (day: string) => string,
): ActivityDraft {
  const text = entry.text.trim();
  const on = onRecord(about);
  if (entry.kind === "note") return { kind: "note", ...noteOf(text), ...on };
  const body = text || null;
  const subject = entry.subject.trim();
  if (entry.kind === "task")
    return { kind: "task", subject, body, due_at: entry.due ? dueAt(entry.due) : null, ...on };
  const minutes = Number.parseInt(entry.minutes, 10);
  return {
    kind: entry.kind,
    subject,
    body,
    done: true,
    duration_minutes: Number.isFinite(minutes) ? minutes : null,
    ...on,
  };
}

/* A first line that is too long for a subject is cut there and kept whole in the text. */
function noteOf(text: string): { subject: string; body: string | null } {
  const [first = "", ...rest] = text.split("\n");
  if (first.length > SUBJECT_MAX)
    return { subject: `${first.slice(0, SUBJECT_MAX - 1).trimEnd()}…`, body: text };
  return { subject: first.trim(), body: rest.join("\n").trim() || null };
}
