import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useCan } from "@/features/session/session-context.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { relativeDay } from "@/ui/format/relative.ts";
import { useNow } from "@/ui/format/use-now.ts";
import { type About, nextActivityQuery } from "./activities.ts";
import { Task } from "./activity-entry.tsx";

/** What is to be done next about a record, above what has been: the earliest that is still open, marked when it is late. */
export function NextActivity({
  about,
  onChanged,
  onDone,
}: {
  about: About;
  onChanged: () => Promise<unknown>;
  onDone: () => void;
}) {
  const formats = useFormats();
  const now = useNow();
  const next = useQuery({ ...nextActivityQuery(about), enabled: useCan("activities.read") }).data;
  if (!next?.due_at) return null;
  const day = formats.dayKey(next.due_at);
  const late = day < formats.dayKey(now);
  return (
    <div className="mb-3 flex flex-wrap items-center justify-between gap-x-3 rounded-m border border-line bg-surface px-3 py-2">
      <span className="flex min-w-0 items-center gap-2">
        <span className="text-sm font-semibold">
          <Trans>Next</Trans>
        </span>
        <Task activity={next} onChanged={onChanged} onDone={onDone} plain />
      </span>
      <time dateTime={next.due_at} className={late ? "text-sm text-bad" : "text-sm text-ink-2"}>
        {late ? (
          <Trans>late, was due {formats.day(next.due_at)}</Trans>
        ) : (
          relativeDay(formats, day, now)
        )}
      </time>
    </div>
  );
}
