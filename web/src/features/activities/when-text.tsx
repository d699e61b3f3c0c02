import { useLingui } from "@lingui/react/macro";
import type { Activity } from "@/api/generated/types.gen.ts";
import { cx } from "@/ui/cx.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { relativeDay } from "@/ui/format/relative.ts";
import { useNow } from "@/ui/format/use-now.ts";
import { VisuallyHidden } from "@/ui/visually-hidden.tsx";

/** When an activity is due or was: the day, and the hour of what has one. What is late says so, and not by colour alone. */
export function WhenText({ activity }: { activity: Activity }) {
  const { t } = useLingui();
  const formats = useFormats();
  const now = useNow();
  const { at, due_at, done_at, kind } = activity;
  if (!due_at && !done_at && kind !== "note") return <span className="text-ink-3">–</span>;
  const late = Boolean(due_at) && !done_at && Date.parse(at) < now;
  const day = relativeDay(formats, formats.dayKey(at), now);
  // a task is for a day; its hour is only where that day ends
  const hour = kind === "task" || kind === "note" ? "" : `, ${formats.time(at)}`;
  return (
    <time
      dateTime={at}
      title={formats.moment(at)}
      className={cx("whitespace-nowrap", late && "font-medium text-bad")}
    >
      {late ? <VisuallyHidden>{t`Late:`} </VisuallyHidden> : null}
      {day}
      {hour}
    </time>
  );
}
