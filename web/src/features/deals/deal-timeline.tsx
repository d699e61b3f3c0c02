import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { activities } from "@/features/activities/activities.ts";
import { KindIcon } from "@/features/activities/activity-kinds.tsx";
import { refreshActivities } from "@/features/activities/use-activity-changes.ts";
import { usePeople } from "@/features/people/people.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Checkbox } from "@/ui/forms/checkbox.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { Timeline, type TimelineItem } from "@/ui/timeline/timeline.tsx";
import { errorText } from "./errors.ts";
import { LogActivity } from "./log-activity.tsx";
import { type Activity, storyKey, storyQuery } from "./story.ts";
import type { Deal, DealChange } from "./types.ts";

/** What happened to a deal, and a place to write down what is next. */
export function DealTimeline({ deal }: { deal: Deal }) {
  const { t } = useLingui();
  const sees = useCan("activities.read");
  const may = useCan("activities.create") && !deal.trashed_at;
  const { data: story, error } = useQuery(storyQuery(deal.id, sees));
  const items = (story ?? []).map(
    (entry): TimelineItem =>
      entry.kind === "change"
        ? { id: entry.change.id, at: entry.at, body: <ChangeWords change={entry.change} /> }
        : {
            id: entry.activity.id,
            at: entry.at,
            icon: <KindIcon kind={entry.activity.kind} />,
            body: <ActivityWords activity={entry.activity} dealId={deal.id} />,
            detail: entry.activity.body || undefined,
          },
  );
  return (
    <>
      {may ? <LogActivity dealId={deal.id} /> : null}
      {story ? (
        items.length > 0 ? (
          <Timeline label={t`Timeline`} items={items} />
        ) : (
          <p className="py-2 text-ink-3">{t`Nothing has happened yet.`}</p>
        )
      ) : error ? (
        <p className="py-2 text-ink-2">{errorText(error)}</p>
      ) : (
        <SkeletonLines count={4} label={t`Loading`} />
      )}
    </>
  );
}

function ChangeWords({ change }: { change: DealChange }) {
  const formats = useFormats();
  const who = change.actor_name ?? <Trans>The workspace</Trans>;
  const money = (amount: number | null | undefined) =>
    typeof amount === "number" ? (
      <b className="font-medium">{formats.money({ amount, currency: change.currency })}</b>
    ) : (
      <Trans>none</Trans>
    );
  const date = (day: string | null | undefined) =>
    day ? <b className="font-medium">{formats.date(day)}</b> : <Trans>none</Trans>;
  const to = <b className="font-medium">{change.to_stage_name}</b>;
  if (!change.from_stage_id)
    return (
      <Trans>
        {who} created the deal in {to}
      </Trans>
    );
  const lines: ReactNode[] = [];
  if (change.from_stage_id !== change.to_stage_id) {
    const from = change.from_stage_name ?? "…";
    lines.push(
      <Trans key="stage">
        {who} moved it from {from} to {to}
      </Trans>,
    );
  }
  if (change.from_amount !== change.to_amount)
    lines.push(
      <Trans key="amount">
        {who} changed the amount from {money(change.from_amount)} to {money(change.to_amount)}
      </Trans>,
    );
  if (change.from_expected_close_date !== change.to_expected_close_date)
    lines.push(
      <Trans key="date">
        {who} changed the expected close from {date(change.from_expected_close_date)} to{" "}
        {date(change.to_expected_close_date)}
      </Trans>,
    );
  if (lines.length === 0) lines.push(<Trans key="other">{who} changed the currency</Trans>);
  return lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one change never change places
    <div key={index}>{line}</div>
  ));
}

function ActivityWords({ activity, dealId }: { activity: Activity; dealId: string }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { nameOf } = usePeople();
  if (activity.kind === "task") return <Task activity={activity} dealId={dealId} />;
  const minutes = activity.duration_minutes ? formats.number(activity.duration_minutes) : null;
  const who = nameOf(activity.assignee_id);
  return (
    <>
      {activity.subject}
      <span className="text-ink-3">
        {minutes ? `, ${t`${minutes} min`}` : ""}
        {who ? `, ${who}` : ""}
      </span>
    </>
  );
}

/** A task is ticked off where it stands. */
function Task({ activity, dealId }: { activity: Activity; dealId: string }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const formats = useFormats();
  const { nameOf } = usePeople();
  const may = useCan("activities.update");
  const tick = useMutation({
    mutationFn: (done: boolean) =>
      activities.update(activity.id, activity.version, {
        done_at: done ? new Date().toISOString() : null,
      }),
    onSuccess: (changed) => refreshActivities(client, changed),
    onError: (error) =>
      toast(t`The task was not changed`, { tone: "bad", detail: errorText(error) }),
    onSettled: () => client.invalidateQueries({ queryKey: storyKey(dealId) }),
  });
  const done = tick.isPending ? tick.variables : Boolean(activity.done_at);
  const who = nameOf(activity.assignee_id);
  const due = activity.due_at ? formats.day(activity.due_at) : null;
  return (
    <Checkbox
      checked={done}
      disabled={!may}
      onChange={(event) => tick.mutate(event.target.checked)}
      label={
        <>
          <span className={done ? "text-ink-3 line-through" : undefined}>{activity.subject}</span>
          <span className="text-ink-3">
            {due ? `, ${t`due ${due}`}` : ""}
            {who ? `, ${who}` : ""}
          </span>
        </>
      }
    />
  );
}
