import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Deal } from "@/api/generated/types.gen.ts";
import { Unowned } from "@/features/people/owner-options.tsx";
import { usePeople } from "@/features/people/people.ts";
import { PersonText } from "@/features/people/person-text.tsx";
import { findStage, pipelinesQuery, stageColor } from "@/features/pipelines/pipelines.ts";
import { Swatch } from "@/ui/chip.tsx";
import { MoneyText, useFormats } from "@/ui/format/format-context.tsx";
import type { Column, RowCard } from "@/ui/table/columns.ts";
import type { Figure } from "./behind.ts";

/** The columns of the deals behind a figure; of what was closed also when, of what was lost also why. */
export function useDealColumns(figure: Figure): Column<Deal>[] {
  const { t } = useLingui();
  const formats = useFormats();
  const people = usePeople();
  const closed = figure.of === "closed";
  const lost = closed && (figure.state === "lost" || figure.lost_reason !== undefined);
  const reason: Column<Deal> = {
    id: "reason",
    header: t`Lost reason`,
    width: 150,
    grow: 1,
    cell: (deal) => deal.lost_reason,
  };
  return [
    {
      id: "name",
      header: t`Name`,
      width: 180,
      grow: 2,
      cell: (deal) => <bdi>{deal.name}</bdi>,
    },
    {
      id: "company",
      header: t`Company`,
      width: 150,
      grow: 2,
      cell: (deal) => <bdi>{deal.company_name}</bdi>,
    },
    {
      id: "stage",
      header: t`Stage`,
      width: 130,
      grow: 1,
      cell: (deal) => <StageText deal={deal} />,
    },
    ...(lost ? [reason] : []),
    {
      id: "amount",
      header: t`Amount`,
      width: 110,
      grow: 0,
      align: "end",
      cell: (deal) => <AmountText deal={deal} />,
    },
    {
      id: "day",
      header: closed ? t`Closed` : t`Expected close`,
      width: 120,
      grow: 0,
      cell: (deal) =>
        closed
          ? deal.closed_at && formats.day(deal.closed_at)
          : deal.expected_close_date && formats.date(deal.expected_close_date),
    },
    {
      id: "owner",
      header: t`Owner`,
      width: 150,
      grow: 1,
      cell: ({ owner_id }) =>
        owner_id ? <PersonText id={owner_id} people={people} /> : <Unowned label={t`The pool`} />,
    },
  ];
}

/** The two lines of a deal on a phone. */
export function useDealCard(): (deal: Deal) => RowCard {
  return (deal) => ({
    title: <bdi>{deal.name}</bdi>,
    detail: <StageText deal={deal} />,
    end: <AmountText deal={deal} />,
  });
}

function AmountText({ deal: { amount, currency } }: { deal: Deal }) {
  return amount == null ? "–" : <MoneyText value={{ amount, currency }} />;
}

function StageText({ deal }: { deal: Deal }) {
  const stage = findStage(useQuery(pipelinesQuery).data ?? [], deal.stage_id);
  return stage ? (
    <span className="flex min-w-0 items-center gap-1.5">
      <Swatch color={stageColor(stage)} /> <span className="truncate">{stage.name}</span>
    </span>
  ) : null;
}
