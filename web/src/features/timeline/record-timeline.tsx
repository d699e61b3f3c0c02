import { useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { refreshAgenda } from "@/features/activities/use-activity-changes.ts";
import type { FieldWords } from "@/features/records/field-words.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { useCan, useSession } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { Timeline, type TimelineItem } from "@/ui/timeline/timeline.tsx";
import { type About, activitiesKey, activitiesQuery } from "./activities.ts";
import { activityItem } from "./activity-entry.tsx";
import { EventBody } from "./event-body.tsx";
import { eventsQuery } from "./events.ts";
import { LogActivity, type LogOpening } from "./log-activity.tsx";
import { openDraft } from "./log-draft.ts";
import { mergeByTime, nextStrand } from "./merge.ts";
import { NextActivity } from "./next-activity.tsx";
import { TimelineFilter, type TimelinePart } from "./timeline-filter.tsx";

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
  const sees = useCan("activities.read");
  const { user } = useSession();
  const [part, setPart] = useState<TimelinePart>("all");
  const [opening, setOpening] = useState<LogOpening>(() => openDraft(user.id, about));
  const askNext = () => mayLog && setOpening("next");
  const { pending, error, retry, ...timeline } = useStory(props, part, renew, askNext);
  return (
    <>
      {alive ? <NextActivity about={about} onChanged={renew} onDone={askNext} /> : null}
      {mayLog ? (
        <LogActivity about={about} opening={opening} onOpening={setOpening} onSaved={renew} />
      ) : null}
      <TimelineFilter part={part} withActivities={sees} onChange={setPart} />
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
      {!pending && !error && timeline.items.length === 0 && !timeline.hasMore ? (
        <p className="py-2 text-ink-3">{t`Nothing of this kind yet.`}</p>
      ) : null}
    </>
  );
}

function useStory(
  { about, createdAt, words, currency }: RecordTimelineProps,
  part: TimelinePart,
  renew: () => Promise<unknown>,
  onDone: () => void,
) {
  const { t } = useLingui();
  const told = part === "all" || part === "changes";
  const kind = told ? undefined : part;
  const events = useInfiniteQuery({ ...eventsQuery(about.noun, about.id), enabled: told });
  const sees = useCan("activities.read") && part !== "changes";
  const activities = useInfiniteQuery({ ...activitiesQuery(about, kind), enabled: sees });
  const past = told ? (events.data?.pages.flatMap((page) => page.items) ?? []) : [];
  const done = sees ? (activities.data?.pages.flatMap((page) => page.items) ?? []) : [];
  const strands = [
    {
      hasMore: told && events.hasNextPage,
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
      hasMore: sees && activities.hasNextPage,
      items: done.map((activity) => activityItem(activity, renew, onDone)),
    },
  ];
  const next = nextStrand(strands);
  const items = mergeByTime(strands);
  // a record that came in without an event of its own still began some day
  const begun = past.some(({ action }) => action === "create" || action === "import");
  if (told && events.data && !begun && next < 0)
    items.push({ id: "created", at: createdAt, body: t`Created` });
  const failed = [told ? events : null, sees ? activities : null].find((query) => query?.error);
  return {
    items,
    pending: (told && events.isPending) || (sees && activities.isPending),
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
    hasMore: next >= 0,
    loading: events.isFetchingNextPage || activities.isFetchingNextPage,
    onMore: () => void (next === 0 ? events : activities).fetchNextPage(),
  };
}
