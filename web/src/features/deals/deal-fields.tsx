import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Deal } from "@/api/generated/types.gen.ts";
import { leadSources } from "@/features/leads/lead-sources.ts";
import { findStage, pipelinesQuery, stageColor } from "@/features/pipelines/pipelines.ts";
import { stageOptions } from "@/features/pipelines/stage-options.tsx";
import type { Pipeline } from "@/features/pipelines/types.ts";
import {
  textField,
  useMomentFields,
  useMoneyField,
  useOwnerField,
  useTagsField,
} from "@/features/records/common-fields.tsx";
import type { NounField } from "@/features/records/noun-fields.ts";
import { Swatch } from "@/ui/chip.tsx";
import { MomentText, useFormats } from "@/ui/format/format-context.tsx";
import type { SelectOption } from "@/ui/forms/select.tsx";
import type { RowCard } from "@/ui/table/columns.ts";

/** What a list of deals shows, is filtered by, changes in bulk and writes into files; of one pipeline, its stages only. */
export function useDealFields(only?: Pipeline): NounField<Deal>[] {
  const { t } = useLingui();
  const formats = useFormats();
  const pipelines = useQuery(pipelinesQuery).data ?? [];
  return [
    {
      id: "name",
      label: t`Name`,
      column: {
        width: 170,
        grow: 2,
        sort: "name",
        link: true,
        cell: (deal) => deal.name,
      },
      filter: { kind: "text" },
      file: { field: "name" },
    },
    {
      ...textField<Deal>("company", t`Company`, (deal) => deal.company_name, {
        width: 150,
        grow: 2,
        field: "company_name",
      }),
      filter: undefined,
    },
    {
      id: "stage",
      label: t`Stage`,
      column: {
        width: 130,
        grow: 1,
        cell: (deal) => <StageText pipelines={pipelines} stageId={deal.stage_id} />,
      },
      filter: { id: "stage_id", kind: "choice", options: stagesOf(only ? [only] : pipelines) },
      file: { field: "stage_id" },
    },
    useMoneyField<Deal>("amount", t`Amount`, (deal) => deal, {
      currencyField: "currency",
      sort: "amount",
      width: 112,
    }),
    { id: "currency", label: t`Currency`, file: { field: "currency" } },
    {
      id: "expected_close_date",
      label: t`Expected close`,
      column: {
        width: 124,
        grow: 0,
        align: "end",
        sort: "expected_close_date",
        cell: (deal) => deal.expected_close_date && formats.date(deal.expected_close_date),
      },
      filter: { kind: "date" },
      file: { field: "expected_close_date" },
    },
    useOwnerField<Deal>(t`Nobody (the pool)`, t`In the pool`),
    ...useMomentFields<Deal>({ updatedSort: "updated_at" }),
    {
      id: "state",
      label: t`Open or closed`,
      column: { width: 96, grow: 0, offered: true, cell: (deal) => words(t)[deal.state] },
      filter: {
        kind: "choice",
        options: Object.entries(words(t)).map(([value, label]) => ({ value, label })),
      },
      file: { field: "state", words: words(t) },
    },
    {
      id: "probability",
      label: t`Probability`,
      column: {
        width: 96,
        grow: 0,
        align: "end",
        offered: true,
        cell: (deal) => formats.percent(deal.probability / 100),
      },
      file: { field: "probability" },
    },
    {
      ...useMoneyField<Deal>(
        "weighted",
        t`Weighted`,
        (deal) => ({ amount: deal.weighted_amount, currency: deal.currency }),
        { currencyField: "currency", field: "weighted_amount", offered: true, width: 112 },
      ),
      filter: undefined,
    },
    textField("contact", t`Contact`, (deal) => deal.contact_name, {
      offered: true,
      field: "contact_name",
      filter: false,
    }),
    textField("product", t`Product`, (deal) => deal.product_name, {
      offered: true,
      field: "product_name",
      filter: false,
    }),
    textField("source", t`Source`, (deal) => deal.source, {
      offered: true,
      bulk: true,
      suggestions: leadSources(),
    }),
    textField("lost_reason", t`Lost because`, (deal) => deal.lost_reason, { offered: true }),
    {
      id: "closed",
      label: t`Closed`,
      column: {
        width: 116,
        grow: 0,
        align: "end",
        offered: true,
        cell: (deal) => deal.closed_at && <MomentText value={deal.closed_at} />,
      },
      filter: { id: "closed_at", kind: "moment" },
      file: { field: "closed_at" },
    },
    ...useTagsField<Deal>("deals"),
  ];
}

type Translate = ReturnType<typeof useLingui>["t"];

function words(t: Translate): Record<string, string> {
  return { open: t`Open`, won: t`Won`, lost: t`Lost` };
}

function StageText({ pipelines, stageId }: { pipelines: readonly Pipeline[]; stageId: string }) {
  const stage = findStage(pipelines, stageId);
  if (!stage) return null;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Swatch color={stageColor(stage)} />
      <span dir="auto" className="truncate">
        {stage.name}
      </span>
    </span>
  );
}

/* Stages of several pipelines are told apart by the pipeline's name. */
function stagesOf(pipelines: readonly Pipeline[]): SelectOption[] {
  return pipelines.flatMap(({ name, stages }) =>
    stageOptions(stages).map((option) =>
      pipelines.length > 1 ? { ...option, label: `${name}: ${option.label}` } : option,
    ),
  );
}

/** A deal on a phone. */
export function useDealCard(): (deal: Deal) => RowCard {
  const formats = useFormats();
  const pipelines = useQuery(pipelinesQuery).data ?? [];
  return (deal) => {
    const closing = deal.closed_at?.slice(0, 10) ?? deal.expected_close_date;
    const stage = findStage(pipelines, deal.stage_id)?.name;
    return {
      title: deal.name,
      detail: [deal.company_name, stage].filter(Boolean).join(" · "),
      end:
        deal.amount == null
          ? null
          : formats.money({ amount: deal.amount, currency: deal.currency }),
      endDetail: closing ? formats.date(closing) : null,
    };
  };
}
