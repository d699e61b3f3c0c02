import type { Activity } from "@/api/generated/types.gen.ts";
import type { ApiFilter, Here } from "@/features/records/api-filter.ts";
import { addDays, startOfDay } from "@/ui/format/zoned.ts";

/** The tabs of the agenda in their order: what is late, what is for today, what comes, and what was done. */
export const AGENDA_VIEWS = ["overdue", "today", "upcoming", "undated", "done", "all"] as const;

/** One of them. */
export type AgendaView = (typeof AGENDA_VIEWS)[number];

/** Whose activities are shown: one's own, everybody's whom one sees, nobody's, or one person's by id. */
export type Who = "me" | "all" | "none" | (string & {});

/** What comes first: of what is open the oldest, of what happened the newest. */
export function agendaSort(view: AgendaView): string {
  return view === "done" || view === "all" ? "-at" : "at";
}

/**
 * What a tab asks the API for. The time of what is due is compared in `at`, which is the same then and has an index; a
 * note is never to be done, so it stands in All alone.
 */
export function agendaFilter(view: AgendaView, who: Who, here: Here): ApiFilter[] {
  return [...ofView(view, here), ...ofPerson(who)];
}

function ofView(view: AgendaView, { today, timeZone }: Here): ApiFilter[] {
  const midnight = (day: string) => startOfDay(day, timeZone);
  const tomorrow = addDays(today, 1);
  const open: ApiFilter = { field: "done_at", op: "empty" };
  const due: ApiFilter = { field: "due_at", op: "not_empty" };
  switch (view) {
    case "overdue":
      return [open, due, { field: "at", op: "lt", value: midnight(today) }];
    case "today":
      return [
        open,
        due,
        { field: "at", op: "gte", value: midnight(today) },
        { field: "at", op: "lt", value: midnight(tomorrow) },
      ];
    case "upcoming":
      return [open, due, { field: "at", op: "gte", value: midnight(tomorrow) }];
    case "undated":
      return [open, { field: "due_at", op: "empty" }, { field: "kind", op: "ne", value: "note" }];
    case "done":
      return [{ field: "done_at", op: "not_empty" }];
    case "all":
      return [];
  }
}

function ofPerson(who: Who): ApiFilter[] {
  if (who === "all") return [];
  if (who === "none") return [{ field: "assignee_id", op: "empty" }];
  return [{ field: "assignee_id", op: "eq", value: who }];
}

/** Whether an activity stands in a tab: the same as `agendaFilter`, for what changes before the server has said so. */
export function standsIn(
  view: AgendaView,
  activity: Pick<Activity, "done_at" | "due_at" | "kind">,
  { today, timeZone }: Here,
): boolean {
  const { done_at, due_at, kind } = activity;
  if (view === "all") return true;
  if (view === "done" || done_at) return view === "done" && Boolean(done_at);
  if (view === "undated" || !due_at) return view === "undated" && !due_at && kind !== "note";
  const at = Date.parse(due_at);
  const begins = Date.parse(startOfDay(today, timeZone));
  const ends = Date.parse(startOfDay(addDays(today, 1), timeZone));
  if (at < begins) return view === "overdue";
  return at < ends ? view === "today" : view === "upcoming";
}
