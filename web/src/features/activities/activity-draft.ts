import type { Activity, ActivityDraft } from "@/api/generated/types.gen.ts";
import { readRef, recordField, recordOf, refText } from "@/features/records/record-ref.ts";
import type { RecordOption } from "@/ui/forms/record-picker.tsx";
import type { ActivityChange } from "./activities.ts";
import { type DayAndTime, dayAndTime, dueAt } from "./due.ts";

/** An activity as it stands in the boxes of its form. */
export interface ActivityForm extends DayAndTime {
  kind: string;
  subject: string;
  about: RecordOption | null;
  /** Empty: nobody yet. */
  assigneeId: string;
  body: string;
  done: boolean;
}

/** The form of an activity that is there. */
export function formOf(activity: Activity, timeZone: string): ActivityForm {
  const record = recordOf(activity);
  return {
    ...dayAndTime(activity.due_at, timeZone),
    kind: activity.kind,
    subject: activity.subject,
    about: record && { id: refText(record), label: activity.record_name ?? "" },
    assigneeId: activity.assignee_id ?? "",
    body: activity.body ?? "",
    done: Boolean(activity.done_at),
  };
}

/** A new activity as the API takes it. A note is neither due nor done. */
export function draftOf(form: ActivityForm, timeZone: string): ActivityDraft {
  const record = form.about && readRef(form.about.id);
  return { ...written(form, timeZone), ...(record ? recordField(record) : {}), done: isDone(form) };
}

/** What the form changes about an activity; empty when nothing is different. */
export function changeOf(form: ActivityForm, activity: Activity, timeZone: string): ActivityChange {
  const after = written(form, timeZone);
  const before = written(formOf(activity, timeZone), timeZone);
  const change: ActivityChange = Object.fromEntries(
    Object.entries(after).filter(
      ([field, value]) => value !== before[field as keyof typeof before],
    ),
  );
  if (isDone(form) !== Boolean(activity.done_at))
    change.done_at = isDone(form) ? new Date().toISOString() : null;
  return change;
}

function isDone(form: ActivityForm): boolean {
  return form.done && form.kind !== "note";
}

function written(form: ActivityForm, timeZone: string) {
  return {
    kind: form.kind,
    subject: form.subject.trim(),
    body: form.body.trim() || null,
    due_at: form.kind === "note" ? null : dueAt(form, timeZone),
    assignee_id: form.assigneeId || null,
  };
}
