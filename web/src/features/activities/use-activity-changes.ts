import { useLingui } from "@lingui/react/macro";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import type { Activity } from "@/api/generated/types.gen.ts";
import type { Here } from "@/features/records/api-filter.ts";
import { messageOf } from "@/features/records/message-of.ts";
import {
  patchRecord,
  putRecord,
  refreshLists,
  removeRows,
} from "@/features/records/record-cache.ts";
import { keysOf } from "@/features/records/resource.ts";
import { OverwriteError, rollBack, saveChange } from "@/features/records/save.ts";
import { useTrash } from "@/features/records/use-trash.ts";
import { activitiesKey } from "@/features/timeline/activities.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { type ActivityChange, activities } from "./activities.ts";
import { type AgendaView, standsIn } from "./agenda.ts";

const { noun } = activities;

/* What a row's keys change. */
type Times = Pick<ActivityChange, "done_at" | "due_at">;

/** What is done with a row of the agenda. Each is shown at once, can be taken back for eight seconds, and says so. */
export interface ActivityChanges {
  /** Done, or to be done again. */
  tick: (activity: Activity) => void;
  reschedule: (activity: Activity, due_at: string) => void;
  trash: (activity: Activity) => void;
}

/**
 * The changes of the agenda's rows, as seen in one of its tabs. `onDone`: time to ask for the next step. `refocus` takes the focus back to the list: the row, the
 * menu or the toast that had it is gone after a change.
 */
export function useActivityChanges(
  view: AgendaView,
  here: Here,
  refocus: () => void,
  onDone: (activity: Activity) => void = () => {},
): ActivityChanges {
  const { t } = useLingui();
  const client = useQueryClient();
  const formats = useFormats();
  const trash = useTrash(activities);

  async function change(activity: Activity, patch: Times, said?: string): Promise<void> {
    const takeBack = show(client, activity, patch, { view, here });
    refocus();
    try {
      const { record } = await saveChange(client, activities, activity, patch);
      putRecord(client, noun, record);
      if (patch.done_at && said) onDone(record);
      const before: Times =
        "done_at" in patch ? { done_at: activity.done_at } : { due_at: activity.due_at };
      if (said)
        toast(said, {
          onUndo: () => {
            takeBack();
            void change(record, before);
            refocus();
          },
        });
    } catch (error) {
      takeBack();
      toast(
        error instanceof OverwriteError
          ? t`Somebody else changed “${activity.subject}” meanwhile. Look at it again.`
          : messageOf(error, Object.keys(patch)),
        { tone: "bad" },
      );
    } finally {
      refreshActivities(client, activity);
    }
  }

  return {
    tick: (activity) => {
      const { subject } = activity;
      void (activity.done_at
        ? change(activity, { done_at: null }, t`To be done again: ${subject}`)
        : change(activity, { done_at: new Date().toISOString() }, t`Done: ${subject}`));
    },
    reschedule: (activity, due_at) => {
      const day = formats.day(due_at);
      void change(activity, { due_at }, t`Moved to ${day}: ${activity.subject}`);
    },
    trash: (activity) => {
      void trash(activity).finally(() => refreshActivities(client, activity));
      refocus();
    },
  };
}

/* Shows a change before it is saved: the row leaves a tab that it no longer stands in. Returns how to take it back. */
function show(
  client: QueryClient,
  activity: Activity,
  patch: Times,
  { view, here }: { view: AgendaView; here: Here },
): () => void {
  void client.cancelQueries({ queryKey: keysOf(noun).lists });
  const shown = patch.due_at ? { ...patch, at: patch.due_at } : patch;
  if (!standsIn(view, { ...activity, ...shown }, here))
    return removeRows<Activity>(client, noun, activity.id);
  patchRecord<Activity>(client, noun, activity.id, shown);
  return () => rollBack(client, noun, activity, shown);
}

/** After a change: the tabs that are not on the screen begin anew, and counts and the records' timelines are asked again. */
export function refreshActivities(client: QueryClient, activity: Activity): void {
  refreshAgenda(client);
  for (const [about, id] of [
    ["leads", activity.lead_id],
    ["deals", activity.deal_id],
    ["contacts", activity.contact_id],
    ["companies", activity.company_id],
  ] as const) {
    if (id) void client.invalidateQueries({ queryKey: activitiesKey({ noun: about, id }) });
  }
}

/** Activities changed somewhere else, in a record's timeline. */
export function refreshAgenda(client: QueryClient): void {
  client.removeQueries({ queryKey: keysOf(noun).lists, type: "inactive" });
  refreshLists(client, noun);
}
