import { useLingui } from "@lingui/react/macro";
import type { Activity } from "@/api/generated/types.gen.ts";
import { Unowned } from "@/features/people/owner-options.tsx";
import { usePeople } from "@/features/people/people.ts";
import { PersonText } from "@/features/people/person-text.tsx";
import { cx } from "@/ui/cx.ts";
import type { Column, RowCard } from "@/ui/table/columns.ts";
import { VisuallyHidden } from "@/ui/visually-hidden.tsx";
import { KindIcon, KindText, useKindLabel } from "./activity-kinds.tsx";
import { ActivityMenu } from "./activity-menu.tsx";
import type { RowActions } from "./row-actions.ts";
import { TickBox } from "./tick-box.tsx";
import { WhenText } from "./when-text.tsx";

/** The columns of the agenda; whose it is only where that is not always oneself. */
export function useActivityColumns(actions: RowActions, withPerson: boolean): Column<Activity>[] {
  const { t } = useLingui();
  const people = usePeople();
  const person: Column<Activity> = {
    id: "assignee",
    header: t`Assigned to`,
    width: 140,
    grow: 1,
    cell: ({ assignee_id }) =>
      assignee_id ? (
        <PersonText id={assignee_id} people={people} />
      ) : (
        <Unowned label={t`Nobody yet`} />
      ),
  };
  return [
    {
      id: "done",
      header: t`Done`,
      width: 36,
      grow: 0,
      control: true,
      cell: (activity) => <TickBox activity={activity} onTick={actions.tick} />,
    },
    {
      id: "subject",
      header: t`Subject`,
      width: 220,
      grow: 3,
      link: true,
      cell: (activity) => <Subject activity={activity} />,
    },
    {
      id: "kind",
      header: t`Type`,
      width: 104,
      grow: 0,
      cell: ({ kind }) => <KindText kind={kind} />,
    },
    {
      id: "record",
      header: t`About`,
      width: 160,
      grow: 2,
      cell: ({ record_name }) => <bdi>{record_name}</bdi>,
    },
    ...(withPerson ? [person] : []),
    {
      id: "when",
      header: t`When`,
      width: 176,
      grow: 0,
      align: "end",
      cell: (activity) => <WhenText activity={activity} />,
    },
    {
      id: "actions",
      header: t`Actions`,
      width: 36,
      grow: 0,
      control: true,
      cell: (activity) => <ActivityMenu activity={activity} actions={actions} />,
    },
  ];
}

/** An activity on a phone. */
export function useActivityCard(actions: RowActions): (activity: Activity) => RowCard {
  const label = useKindLabel();
  return (activity) => ({
    start: <TickBox activity={activity} onTick={actions.tick} />,
    title: <Subject activity={activity} />,
    detail: (
      <span className="flex min-w-0 items-center gap-1.5">
        <KindIcon kind={activity.kind} />
        <VisuallyHidden>{label(activity.kind)}</VisuallyHidden>
        <bdi className="truncate">{activity.record_name}</bdi>
      </span>
    ),
    end: <WhenText activity={activity} short />,
    control: <ActivityMenu activity={activity} actions={actions} />,
  });
}

function Subject({ activity }: { activity: Activity }) {
  return (
    <bdi className={cx(Boolean(activity.done_at) && "font-normal text-ink-2")}>
      <bdi>{activity.subject}</bdi>
    </bdi>
  );
}
