import { useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { CalendarDays, CircleCheck, Mail, Phone, StickyNote, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { restoreActivity, trashActivity, updateActivity } from "@/api/generated/sdk.gen.ts";
import type { Activity } from "@/api/generated/types.gen.ts";
import { ifMatch } from "@/api/transport.ts";
import { usePeople } from "@/features/people/people.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Checkbox } from "@/ui/forms/checkbox.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import type { TimelineItem } from "@/ui/timeline/timeline.tsx";

const ICONS: Record<string, ReactNode> = {
  call: <Phone aria-hidden="true" />,
  meeting: <CalendarDays aria-hidden="true" />,
  email: <Mail aria-hidden="true" />,
  task: <CircleCheck aria-hidden="true" />,
  note: <StickyNote aria-hidden="true" />,
};

/** Brings a timeline up to date after one of its activities has changed. */
type OnChanged = () => Promise<unknown>;

/** An activity as an entry of a timeline. */
export function activityItem(
  activity: Activity,
  onChanged: OnChanged,
  onDone?: () => void,
): TimelineItem {
  return {
    id: activity.id,
    at: activity.at,
    icon: ICONS[activity.kind],
    body:
      activity.kind === "task" ? (
        <Task activity={activity} onChanged={onChanged} onDone={onDone} />
      ) : (
        <ActivityWords activity={activity} />
      ),
    detail: activity.body || undefined,
    actions: <TrashActivity activity={activity} onChanged={onChanged} />,
  };
}

function ActivityWords({ activity }: { activity: Activity }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { nameOf } = usePeople();
  const minutes = activity.duration_minutes ? formats.number(activity.duration_minutes) : null;
  const who = nameOf(activity.assignee_id);
  return (
    <>
      <bdi>{activity.subject}</bdi>
      <span className="text-ink-3">
        {minutes ? `, ${t`${minutes} min`}` : ""}
        {who ? `, ${who}` : ""}
      </span>
    </>
  );
}

/** An activity that is ticked off where it stands. */
export function Task({
  activity,
  onChanged,
  onDone,
  plain,
}: {
  activity: Activity;
  onChanged: OnChanged;
  /** The task has just been closed: time to ask for the next step. */
  onDone?: () => void;
  /** Without the day, where that is said beside it. */
  plain?: boolean;
}) {
  const { t } = useLingui();
  const formats = useFormats();
  const { nameOf } = usePeople();
  const may = useCan("activities.update");
  const { subject } = activity;
  const tick = useMutation({
    mutationFn: async ({ done, version }: { done: boolean; version: number; undoes?: true }) =>
      (
        await updateActivity({
          path: { id: activity.id },
          headers: { "If-Match": ifMatch(version) },
          body: { done },
          throwOnError: true,
        })
      ).data,
    onSuccess: ({ version }, { done, undoes }) => {
      if (undoes) return;
      toast(done ? t`Done: ${subject}` : t`To be done again: ${subject}`, {
        onUndo: () => tick.mutate({ done: !done, version, undoes: true }),
      });
      if (done) onDone?.();
    },
    onError: (error) =>
      toast(t`The task was not changed`, { tone: "bad", detail: messageOf(error) }),
    onSettled: onChanged,
  });
  const done = tick.isPending ? tick.variables.done : Boolean(activity.done_at);
  const who = nameOf(activity.assignee_id);
  const due = activity.due_at && !plain ? formats.day(activity.due_at) : null;
  return (
    <Checkbox
      checked={done}
      disabled={!may}
      onChange={(event) => tick.mutate({ done: event.target.checked, version: activity.version })}
      label={
        <>
          <bdi className={done ? "text-ink-3 line-through" : undefined}>{subject}</bdi>
          <span className="text-ink-3">
            {due ? `, ${t`due ${due}`}` : ""}
            {who ? `, ${who}` : ""}
          </span>
        </>
      }
    />
  );
}

/* Shown with the pointer or the focus on the entry, and always where there is no pointer. */
function TrashActivity({ activity, onChanged }: { activity: Activity; onChanged: OnChanged }) {
  const { t } = useLingui();
  const may = useCan("activities.delete");
  const { subject } = activity;
  const failed = (error: unknown) => toast(messageOf(error), { tone: "bad" });
  const call = { path: { id: activity.id }, throwOnError: true } as const;
  const restore = () => restoreActivity(call).then(onChanged, failed);
  const trash = useMutation({
    mutationFn: () => trashActivity(call),
    onSuccess: async () => {
      toast(t`Moved ${subject} to the trash`, { onUndo: () => void restore() });
      await onChanged();
    },
    onError: failed,
  });
  if (!may) return null;
  return (
    <IconButton
      label={t`Move ${subject} to the trash`}
      disabled={trash.isPending}
      onClick={() => trash.mutate()}
      className="-my-0.5 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 touch:opacity-100"
    >
      <Trash2 aria-hidden="true" />
    </IconButton>
  );
}
