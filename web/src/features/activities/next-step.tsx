import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import type { Activity } from "@/api/generated/types.gen.ts";
import { aboutOf } from "@/features/timeline/activities.ts";
import { ActivityForm } from "@/features/timeline/log-activity.tsx";
import { refreshActivities } from "./use-activity-changes.ts";

/** What is asked when something is done: the next step with the same record. */
export function NextStep({ done, onClose }: { done: Activity; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const about = aboutOf(done);
  if (!about) return null;
  return (
    <section
      aria-label={t`The next step`}
      className="shrink-0 border-b border-line bg-mark-soft px-4 py-3 md:px-6"
    >
      <p className="mb-2 text-sm text-ink-2">
        <bdi>{done.subject}</bdi> · <bdi className="font-medium text-ink">{done.record_name}</bdi>
      </p>
      <div className="max-w-xl">
        <ActivityForm
          kind="task"
          asksNext
          about={about}
          onSaved={async () => refreshActivities(client, done)}
          onDone={onClose}
        />
      </div>
    </section>
  );
}
