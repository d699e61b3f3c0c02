import { useLingui } from "@lingui/react/macro";
import type { ActivityKind } from "@/features/activities/activity-kinds.tsx";

/** What of a timeline is shown: everything, the changes of the record, or one kind of activity. */
export type TimelinePart = "all" | "changes" | ActivityKind;

/** Chooses a part of the timeline; a row of switches, of which one is on. */
export function TimelineFilter({
  part,
  withActivities,
  onChange,
}: {
  part: TimelinePart;
  /** False for who sees no activities and so has nothing to choose from. */
  withActivities: boolean;
  onChange: (part: TimelinePart) => void;
}) {
  const { t } = useLingui();
  if (!withActivities) return null;
  const parts: [TimelinePart, string][] = [
    ["all", t`Everything`],
    ["note", t`Notes`],
    ["call", t`Calls`],
    ["meeting", t`Meetings`],
    ["email", t`E-mails`],
    ["task", t`Tasks`],
    ["changes", t`Changes`],
  ];
  return (
    <fieldset className="-mx-1 mb-2 flex flex-wrap gap-x-0.5 px-1">
      <legend className="sr-only">{t`Show of the timeline`}</legend>
      {parts.map(([id, label]) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === part}
          onClick={() => onChange(id)}
          className="h-7 rounded-m px-2 text-sm text-ink-2 hover:bg-hover hover:text-ink aria-pressed:bg-hover aria-pressed:font-semibold aria-pressed:text-ink touch:h-11"
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
