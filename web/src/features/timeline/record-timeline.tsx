import { useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { refreshAgenda } from "@/features/activities/use-activity-changes.ts";
import type { FieldWords } from "@/features/records/field-words.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { Timeline, type TimelineItem } from "@/ui/timeline/timeline.tsx";
import { type About, activitiesKey, activitiesQuery } from "./activities.ts";
import { activityItem } from "./activity-entry.tsx";
import { EventBody } from "./event-body.tsx";
import { eventsQuery } from "./events.ts";
import { LogActivity } from "./log-activity.tsx";
import { mergeByTime, nextStrand } from "./merge.ts";

/** What a record's timeline needs to know of it. */
export interface RecordTimelineProps {
  about: About;
  createdAt: string;
  words: FieldWords;
  currency?: string | null;
  /** False for a record in the trash, where nothing more happens. */
  alive: boolean;
}

/** What happened to a record and what was done about it, day by day, and a place to write down what is next. */
export function RecordTimeline(props: RecordTimelineProps) {
  const { about, alive } = props;
  const { t } = useLingui();
  const client = useQueryClient();
  const mayLog = useCan("activities.create") && alive;
  const renew = () => {
    refreshAgenda(client);
    return client.invalidateQueries({ queryKey: activitiesKey(about) });
  };
  const { pending, error, retry, ...timeline } = useStory(props, renew);
  return (
    <>
      {mayLog ? <LogActivity about={about} onSaved={renew} /> : null}
      {error ? (
        <div className="grid justify-items-start gap-2 pb-3">
          <Notice tone="bad">{messageOf(error)}</Notice>
          <Button size="sm" onClick={retry}>{t`Try again`}</Button>
        </div>
      ) : null}
      {pending ? (
        <SkeletonLines count={4} label={t`Loading the timeline`} />
      ) : (
        <Timeline label={t`Timeline`} {...timeline} />
      )}
    </>
  );
}

function useStory(
  { about, createdAt, words, currency }: RecordTimelineProps,
  renew: () => Promise<unknown>,
) {
  const { t } = useLingui();
  const events = useInfiniteQuery(eventsQuery(about.noun, about.id));
  const sees = useCan("activities.read");
  const activities = useInfiniteQuery({ ...activitiesQuery(about), enabled: sees });
  const past = events.data?.pages.flatMap((page) => page.items) ?? [];
  const strands = [
    {
      hasMore: events.hasNextPage,
      items: past
        // somebody who saved what was there already changed nothing
        .filter(({ action, changes }) => action !== "update" || changes.length > 0)
        .map(
          (event): TimelineItem => ({
            id: event.id,
            at: event.at,
            body: <EventBody event={event} words={words} currency={currency} />,
          }),
        ),
    },
    {
      hasMore: activities.hasNextPage,
      items: (activities.data?.pages.flatMap((page) => page.items) ?? []).map((activity) =>
        activityItem(activity, renew),
      ),
    },
  ];
  const next = nextStrand(strands);
  const items = mergeByTime(strands);
  // a record that came in without an event of its own still began some day
  const begun = past.some(({ action }) => action === "create" || action === "import");
  if (events.data && !begun && next < 0)
    items.push({ id: "created", at: createdAt, body: t`Created` });
  const failed = events.data ? (activities.data ? null : activities) : events;
  return {
    items,
    pending: events.isPending || (sees && activities.isPending),
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
    hasMore: next >= 0,
    loading: events.isFetchingNextPage || activities.isFetchingNextPage,
    onMore: () => void (next === 0 ? events : activities).fetchNextPage(),
  };
}
