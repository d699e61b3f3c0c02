import { useLingui } from "@lingui/react/macro";
import type { Activity } from "@/api/generated/types.gen.ts";

/** The box at the start of a row. It is no stop of the Tab key: the list has a key for it. */
export function TickBox({
  activity,
  onTick,
}: {
  activity: Activity;
  /** Missing for who may not change activities. */
  onTick: ((activity: Activity) => void) | undefined;
}) {
  const { t } = useLingui();
  if (activity.kind === "note") return <span className="block size-9 touch:size-11" />;
  return (
    <label className="grid size-9 cursor-pointer place-items-center touch:size-11">
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={t`Done: ${activity.subject}`}
        className="size-4 accent-(--accent)"
        checked={Boolean(activity.done_at)}
        disabled={!onTick}
        // the second press of a double one would hit the row that has moved up meanwhile
        onClick={(event) => event.detail > 1 && event.preventDefault()}
        onChange={() => onTick?.(activity)}
      />
    </label>
  );
}
