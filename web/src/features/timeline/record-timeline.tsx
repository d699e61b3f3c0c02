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
  createdAt: string;
  words: FieldWords;
  currency?: string | null;
}

/** What happened to a record, day by day: its changes with what was before and after. */
export function RecordTimeline({ noun, id, createdAt, words, currency }: RecordTimelineProps) {
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
    // somebody who saved what was there already changed nothing
    .filter(({ action, changes }) => action !== "update" || changes.length > 0)
    .map(
      (event): TimelineItem => ({
        id: event.id,
        at: event.at,
        body: <EventBody event={event} words={words} currency={currency} />,
      }),
    );
  // a record that came in without an event of its own still began some day
  const begun = events.data.pages.some((page) =>
    page.items.some(({ action }) => action === "create" || action === "import"),
  );
  if (!begun && !events.hasNextPage) items.push({ id: "created", at: createdAt, body: t`Created` });
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
