import type { Notification } from "@/api/generated/types.gen.ts";

const PAGES: Record<string, string> = {
  lead: "/leads",
  contact: "/contacts",
  company: "/companies",
  deal: "/deals",
  import: "/imports",
};

/** How long a file that was made can be fetched. */
const FILE_MS = 15 * 60_000;

/** Where a notification leads: to its record, of several to the list of one's own; nowhere when there is nothing any more. */
export function linkOf(
  { kind, noun, record_id, count, state, at }: Notification,
  now: number,
): string | null {
  if (kind === "agenda") return "/activities";
  if (!noun || !record_id) return null;
  if (noun === "activity") return `/activities?open=${record_id}`;
  if (noun === "export")
    return state === "done" && now - Date.parse(at) < FILE_MS
      ? `/api/exports/${record_id}/file`
      : null;
  const page = PAGES[noun];
  if (!page) return null;
  return kind === "assigned" && count > 1 ? `${page}?filter=owner:me` : `${page}/${record_id}`;
}

/** Whether a page shows what a notification is about, so that whoever is there has read it. */
export function isShownAt(pathname: string, notification: Notification): boolean {
  const { kind, noun, count } = notification;
  if (kind === "agenda" || noun === "activity" || count > 1) return false;
  return linkOf(notification, 0) === pathname;
}
