import { useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { FieldWords } from "@/features/records/field-words.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { Timeline, type TimelineItem } from "@/ui/timeline/timeline.tsx";
import { EventBody } from "./event-body.tsx";
import { eventsQuery } from "./events.ts";

/** What a record's timeline needs to know of it. */
export interface RecordTimelineProps {
  noun: string;
  id: string;
  words: FieldWords;
  currency?: string | null;
}

/** What happened to a record, day by day: its changes with what was before and after. */
export function RecordTimeline({ noun, id, words, currency }: RecordTimelineProps) {
  const { t } = useLingui();
  const events = useInfiniteQuery(eventsQuery(noun, id));
  if (events.isPending) return <SkeletonLines count={4} label={t`Loading the timeline`} />;
  if (!events.data) {
    return (
      <div className="grid justify-items-start gap-2">
        <Notice tone="bad">{messageOf(events.error)}</Notice>
        <Button size="sm" onClick={() => void events.refetch()}>{t`Try again`}</Button>
      </div>
    );
  }
  const items = events.data.pages
    .flatMap((page) => page.items)
    .map(
      (event): TimelineItem => ({
        id: event.id,
        at: event.at,
        body: <EventBody event={event} words={words} currency={currency} />,
      }),
    );
  if (items.length === 0) return <p className="text-ink-3">{t`Nothing has happened yet.`}</p>;
  return (
    <Timeline
      label={t`Timeline`}
      items={items}
      hasMore={events.hasNextPage}
      loading={events.isFetchingNextPage}
      onMore={() => void events.fetchNextPage()}
    />
  );
}
