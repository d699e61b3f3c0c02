import type { Activity } from "@/api/generated/types.gen.ts";

/** The nouns whose records have activities, as the search calls them, and where their pages are. */
const PATHS = { lead: "/leads", deal: "/deals", contact: "/contacts", company: "/companies" };

/** One of those nouns. */
export type RecordNoun = keyof typeof PATHS;

/** A record by its noun and id. */
export interface RecordRef {
  noun: RecordNoun;
  id: string;
}

/** Whether a noun's records have activities and pages. */
export function isRecordNoun(noun: string): noun is RecordNoun {
  return noun in PATHS;
}

/** The noun whose pages are at a path: "leads" are of "lead". */
export function nounOf(path: "leads" | "deals" | "contacts" | "companies"): RecordNoun {
  return path === "companies" ? "company" : (path.slice(0, -1) as RecordNoun);
}

/** Where a record's page is. */
export function recordHref({ noun, id }: RecordRef): string {
  return `${PATHS[noun]}/${id}`;
}

type OnRecord = Pick<Activity, "lead_id" | "deal_id" | "contact_id" | "company_id">;

/** The record that an activity is on: it has exactly one. */
export function recordOf(activity: OnRecord): RecordRef | null {
  if (activity.lead_id) return { noun: "lead", id: activity.lead_id };
  if (activity.deal_id) return { noun: "deal", id: activity.deal_id };
  if (activity.contact_id) return { noun: "contact", id: activity.contact_id };
  if (activity.company_id) return { noun: "company", id: activity.company_id };
  return null;
}

/** A reference as one text, for a choice in a list: `lead:0199…`. */
export function refText({ noun, id }: RecordRef): string {
  return `${noun}:${id}`;
}

/** Reads what `refText` wrote; null for anything else. */
export function readRef(text: string): RecordRef | null {
  const [noun = "", id = ""] = text.split(":");
  return isRecordNoun(noun) && id !== "" ? { noun, id } : null;
}

/** How a draft names the record that it is on. */
export function recordField({ noun, id }: RecordRef): Partial<Record<keyof OnRecord, string>> {
  return { [`${noun}_id`]: id };
}
