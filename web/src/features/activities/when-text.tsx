import { useLingui } from "@lingui/react/macro";
import type { Activity } from "@/api/generated/types.gen.ts";
import { enumerate } from "@/i18n/i18n.ts";
import { cx } from "@/ui/cx.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { relativeDay } from "@/ui/format/relative.ts";
import { useNow } from "@/ui/format/use-now.ts";
import { VisuallyHidden } from "@/ui/visually-hidden.tsx";

/**
 * When an activity is due or was: the day, and the hour of what has one; `short` says the hour or the day. What is late
 * says so, and not by colour alone.
 */
export function WhenText({ activity, short = false }: { activity: Activity; short?: boolean }) {
  const { t } = useLingui();
  const formats = useFormats();
  const now = useNow();
  const { at, due_at, done_at, kind } = activity;
  if (!due_at && !done_at && kind !== "note") return <span className="text-ink-3">–</span>;
  const late = Boolean(due_at) && !done_at && Date.parse(at) < now;
  const date = formats.dayKey(at);
  const day = relativeDay(formats, date, now);
  // a task is for a day; its hour is only where that day ends
  const hour = kind === "task" || kind === "note" ? null : formats.time(at);
  const brief = hour && date === formats.dayKey(now) ? hour : day;
  return (
    <time
      dateTime={at}
      title={formats.moment(at)}
      className={cx("whitespace-nowrap", late && "font-medium text-bad")}
    >
      {late ? <VisuallyHidden>{t`Late:`} </VisuallyHidden> : null}
      {short ? brief : enumerate([day, hour])}
    </time>
  );
}
