import { Trans, useLingui } from "@lingui/react/macro";
import { RotateCcw } from "lucide-react";
import type { TrashCounts, Trashed } from "@/api/generated/types.gen.ts";
import { useKindLabel } from "@/features/activities/activity-kinds.tsx";
import { usePeople } from "@/features/people/people.ts";
import { PersonText } from "@/features/people/person-text.tsx";
import { MomentText, useFormats } from "@/ui/format/format-context.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import type { Column, RowCard } from "@/ui/table/columns.ts";
import { TRASH_NOUNS, type TrashNoun } from "./trash-search.ts";

/** The tabs, each with how much lies there. */
export function useTrashTabs(counts: TrashCounts | undefined) {
  const { t } = useLingui();
  const formats = useFormats();
  const labels: Record<TrashNoun, string> = {
    leads: t`Leads`,
    contacts: t`Contacts`,
    companies: t`Companies`,
    deals: t`Deals`,
    activities: t`Activities`,
    attachments: t`Files`,
  };
  return TRASH_NOUNS.map((id) => ({
    id,
    label: labels[id],
    count: counts ? formats.number(counts[id]) : undefined,
  }));
}

/** What was trashed, by whom and when. */
export function useTrashColumns(
  onRestore: (row: Trashed) => void,
  mayRestore: boolean,
): Column<Trashed>[] {
  const { t } = useLingui();
  const people = usePeople();
  const kind = useKindLabel();
  const restore: Column<Trashed> = {
    id: "restore",
    header: t`Restore`,
    width: 44,
    grow: 0,
    control: true,
    cell: (row) => (
      <IconButton label={t`Restore ${row.name}`} tabIndex={-1} onClick={() => onRestore(row)}>
        <RotateCcw aria-hidden="true" />
      </IconButton>
    ),
  };
  return [
    { id: "name", header: t`Name`, width: 220, grow: 2, cell: ({ name }) => <bdi>{name}</bdi> },
    {
      id: "detail",
      header: t`More about it`,
      width: 160,
      grow: 2,
      cell: ({ detail }) => (detail ? <bdi>{kind(detail)}</bdi> : null),
    },
    {
      id: "by",
      header: t`Trashed by`,
      width: 160,
      grow: 1,
      cell: ({ trashed_by }) =>
        trashed_by ? (
          <PersonText id={trashed_by} people={people} />
        ) : (
          <span className="text-ink-3">–</span>
        ),
    },
    {
      id: "at",
      header: t`Trashed`,
      width: 150,
      grow: 0,
      align: "end",
      cell: ({ trashed_at }) => <MomentText value={trashed_at} />,
    },
    ...(mayRestore ? [restore] : []),
  ];
}

/** A row on a phone. */
export function useTrashCard(): (row: Trashed) => RowCard {
  const { nameOf } = usePeople();
  return ({ name, trashed_by, trashed_at }) => {
    const who = nameOf(trashed_by);
    return {
      title: <bdi>{name}</bdi>,
      detail: who ? <Trans>Trashed by {who}</Trans> : null,
      end: <MomentText value={trashed_at} />,
    };
  };
}
