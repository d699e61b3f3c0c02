import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { refreshAgenda } from "@/features/activities/use-activity-changes.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { activityItem } from "@/features/timeline/activity-entry.tsx";
import { LogActivity } from "@/features/timeline/log-activity.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Timeline, type TimelineItem } from "@/ui/timeline/timeline.tsx";
import { errorText } from "./errors.ts";
import { storyKey, storyQuery } from "./story.ts";
import type { Deal, DealChange } from "./types.ts";

/** What happened to a deal, and a place to write down what is next. */
export function DealTimeline({ deal }: { deal: Deal }) {
  const { t } = useLingui();
  const sees = useCan("activities.read");
  const may = useCan("activities.create") && !deal.trashed_at;
  const client = useQueryClient();
  const renew = () => {
    refreshAgenda(client);
    return client.invalidateQueries({ queryKey: storyKey(deal.id) });
  };
  const { data: story, error } = useQuery(storyQuery(deal.id, sees));
  const items = (story ?? []).map(
    (entry): TimelineItem =>
      entry.kind === "change"
        ? { id: entry.change.id, at: entry.at, body: <ChangeWords change={entry.change} /> }
        : activityItem(entry.activity, renew),
  );
  return (
    <>
      {may ? <LogActivity about={{ noun: "deals", id: deal.id }} onSaved={renew} /> : null}
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
