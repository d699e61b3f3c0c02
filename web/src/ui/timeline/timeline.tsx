import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Button } from "../button.tsx";
import { useFormats } from "../format/format-context.tsx";
import { relativeDay } from "../format/relative.ts";
import { useNow } from "../format/use-now.ts";
import { groupByDay } from "./group-by-day.ts";

/** One thing that happened. `body` is a sentence; `detail` a note's text beneath it. */
export interface TimelineItem {
  id: string;
  /** RFC 3339. */
  at: string;
  icon?: ReactNode;
  body: ReactNode;
  detail?: ReactNode;
  actions?: ReactNode;
}

/** What a timeline shows, newest first. */
export interface TimelineProps {
  label: string;
  items: readonly TimelineItem[];
  hasMore?: boolean;
  loading?: boolean;
  onMore?: () => void;
  /** The present, for tests and pictures; the clock when it is missing. */
  now?: number;
}

/** What happened to a record, day by day, with the hour in the margin as in a diary. */
export function Timeline({ label, items, hasMore, loading, onMore, now }: TimelineProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const present = useNow();
  const today = now ?? present;
  return (
    <section aria-label={label}>
      {groupByDay(items, formats.dayKey).map(({ day, items: ofDay }) => (
        <div key={day} className="mb-3">
          <h3 className="flex items-center gap-3 py-1.5 text-xs font-medium text-ink-3 after:h-px after:flex-1 after:bg-line">
            <time dateTime={day}>{relativeDay(formats, day, today)}</time>
          </h3>
          <ol>
            {ofDay.map((item) => (
              <Entry key={item.id} item={item} time={formats.time(item.at)} />
            ))}
          </ol>
        </div>
      ))}
      {hasMore && onMore ? (
        <Button variant="ghost" size="sm" busy={loading} onClick={onMore}>
          {t`Show earlier`}
        </Button>
      ) : null}
    </section>
  );
}

function Entry({ item, time }: { item: TimelineItem; time: string }) {
  return (
    <li className="group grid grid-cols-[4.25rem_1fr_auto] items-start gap-x-2 py-1.5 text-base">
      <time dateTime={item.at} className="pt-px text-sm whitespace-nowrap text-ink-3">
        {time}
      </time>
      <div className="min-w-0">
        <div className="flex items-start gap-2">
          {item.icon ? (
            <span className="mt-0.75 text-ink-3 [&_svg]:size-4">{item.icon}</span>
          ) : null}
          <div className="min-w-0">{item.body}</div>
        </div>
        {item.detail ? (
          <div className="mt-1 border-s-2 border-mark ps-3 whitespace-pre-wrap text-ink-2">
            {item.detail}
          </div>
        ) : null}
      </div>
      {item.actions}
    </li>
  );
}
