import { useLingui } from "@lingui/react/macro";
import type { Lead } from "@/api/generated/types.gen.ts";
import { Unowned } from "@/features/people/owner-options.tsx";
import { usePeople } from "@/features/people/people.ts";
import { PersonText } from "@/features/people/person-text.tsx";
import { MomentText, useFormats } from "@/ui/format/format-context.tsx";
import type { Column, RowCard } from "@/ui/table/columns.ts";
import { StatusText, useStatusLabel } from "./lead-status.tsx";
import { Score } from "./score.tsx";

/** The columns of the leads list. */
export function useLeadColumns(): Column<Lead>[] {
  const { t } = useLingui();
  const people = usePeople();
  return [
    {
      id: "name",
      header: t`Name`,
      width: 160,
      grow: 2,
      sort: "name",
      cell: (lead) => <bdi>{lead.name}</bdi>,
    },
    {
      id: "company",
      header: t`Company`,
      width: 150,
      grow: 2,
      cell: (lead) => <bdi>{lead.company_name}</bdi>,
    },
    {
      id: "status",
      header: t`Status`,
      width: 116,
      grow: 1,
      cell: (lead) => <StatusText status={lead.status} />,
    },
    {
      id: "score",
      header: t`Score`,
      width: 104,
      grow: 0,
      align: "end",
      sort: "score",
      cell: (lead) => <Score value={lead.score} />,
    },
    {
      id: "amount",
      header: t`Amount`,
      width: 104,
      grow: 0,
      align: "end",
      cell: (lead) => <Amount lead={lead} />,
    },
    {
      id: "owner",
      header: t`Owner`,
      width: 150,
      grow: 1,
      cell: (lead) =>
        lead.owner_id ? (
          <PersonText id={lead.owner_id} people={people} />
        ) : (
          <Unowned label={t`In the pool`} />
        ),
    },
    {
      id: "source",
      header: t`Source`,
      width: 100,
      grow: 1,
      cell: (lead) => <bdi>{lead.source}</bdi>,
    },
    {
      id: "created",
      header: t`Created`,
      width: 116,
      grow: 0,
      align: "end",
      sort: "created_at",
      cell: (lead) => <MomentText value={lead.created_at} />,
    },
  ];
}

/** A lead on a phone. */
export function useLeadCard(): (lead: Lead) => RowCard {
  const status = useStatusLabel();
  return (lead) => ({
    title: <bdi>{lead.name}</bdi>,
    detail: <bdi>{[lead.company_name, status(lead.status)].filter(Boolean).join(" · ")}</bdi>,
    end: <Amount lead={lead} />,
    endDetail: <MomentText value={lead.created_at} />,
  });
}

function Amount({ lead: { amount, currency } }: { lead: Lead }) {
  const formats = useFormats();
  return amount == null || !currency ? null : formats.money({ amount, currency });
}
