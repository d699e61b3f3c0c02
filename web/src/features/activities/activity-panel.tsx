import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Activity } from "@/api/generated/types.gen.ts";
import { Peek } from "@/features/records/peek.tsx";
import { RecordOfNoun } from "@/features/records/record-of-noun.tsx";
import { RecordSkeleton } from "@/features/records/record-page.tsx";
import { recordQuery } from "@/features/records/record-queries.ts";
import { recordHref, recordOf } from "@/features/records/record-ref.ts";
import type { RecordPanelProps } from "@/ui/record/record-panel.tsx";
import { activities } from "./activities.ts";
import { KindIcon } from "./activity-kinds.tsx";
import { WhenText } from "./when-text.tsx";

/** Beside the agenda: an activity in full, and the record that it is about. */
export function ActivityPanel({
  id,
  ...panel
}: { id: string } & Omit<RecordPanelProps, "href" | "children">) {
  const client = useQueryClient();
  const { data: activity } = useQuery(recordQuery(client, activities, id));
  const record = activity ? recordOf(activity) : null;
  return (
    <Peek href={record ? recordHref(record) : "/activities"} {...panel}>
      {activity ? <ActivityStrip activity={activity} /> : null}
      {record ? <RecordOfNoun record={record} onGone={panel.onClose} /> : <RecordSkeleton />}
    </Peek>
  );
}

function ActivityStrip({ activity }: { activity: Activity }) {
  return (
    <div className="max-h-40 shrink-0 overflow-y-auto border-b border-line bg-mark-soft px-5 py-2.5 text-sm [&_svg]:text-ink-2">
      <div className="flex items-baseline justify-between gap-3">
        <span className="flex min-w-0 items-center gap-2 font-medium">
          <KindIcon kind={activity.kind} />
          <bdi>{activity.subject}</bdi>
        </span>
        <WhenText activity={activity} />
      </div>
      {activity.body ? (
        <p className="mt-1 whitespace-pre-line text-ink-2">{activity.body}</p>
      ) : null}
    </div>
  );
}
