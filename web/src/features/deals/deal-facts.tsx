import { useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { InlineOwner } from "@/features/people/inline-owner.tsx";
import { pipelinesQuery, stageColor } from "@/features/pipelines/pipelines.ts";
import { RecordLink } from "@/features/records/record-link.tsx";
import { useCan } from "@/features/session/session-context.tsx";
import { Swatch } from "@/ui/chip.tsx";
import type { RecordOption } from "@/ui/forms/record-picker.tsx";
import { InlineMoney } from "@/ui/record/inline-money.tsx";
import { InlineRecord } from "@/ui/record/inline-record.tsx";
import { InlineSelect } from "@/ui/record/inline-select.tsx";
import { InlineText } from "@/ui/record/inline-text.tsx";
import { PropertyList } from "@/ui/record/property.tsx";
import { findCompanies, findContacts, findProducts } from "./find-records.ts";
import { useStageMover } from "./stage-mover.tsx";
import type { Deal } from "./types.ts";
import { useUpdateDeal } from "./use-update-deal.ts";

/** The fields of a deal, each edited where it stands. */
export function DealFacts({ deal }: { deal: Deal }) {
  const { t } = useLingui();
  const may = useCan("deals.update") && !deal.trashed_at;
  const update = useUpdateDeal(deal.id);
  const save = <Value,>(change: (value: Value) => Parameters<typeof update>[0]) =>
    may ? (value: Value) => update(change(value)) : undefined;
  return (
    <PropertyList>
      <StageFact deal={deal} editable={may} />
      {deal.state === "lost" ? (
        <InlineText
          label={t`Lost because`}
          value={deal.lost_reason ?? null}
          validate={(text) => (text ? null : t`Say why the deal was lost.`)}
          onSave={save((text: string | null) => ({ patch: { lost_reason: text } }))}
        />
      ) : null}
      <InlineMoney
        label={t`Amount`}
        amount={deal.amount ?? null}
        currency={deal.currency}
        onSave={save((amount: number | null) => ({ patch: { amount } }))}
      />
      <InlineText
        label={t`Expected close`}
        type="date"
        value={deal.expected_close_date ?? null}
        onSave={save((date: string | null) => ({ patch: { expected_close_date: date } }))}
      />
      <InlineOwner
        ownerId={deal.owner_id}
        nobody={t`Nobody`}
        onSave={save((owner_id: string | null) => ({ patch: { owner_id } }))}
      />
      <InlineRecord
        label={t`Company`}
        value={option(deal.company_id, deal.company_name)}
        find={findCompanies}
        action={linkTo("companies", deal.company_id, deal.company_name)}
        onSave={save((chosen: RecordOption | null) => ({
          patch: { company_id: chosen?.id ?? null },
          shown: { company_name: chosen?.label ?? null },
        }))}
      />
      <InlineRecord
        label={t`Contact`}
        value={option(deal.contact_id, deal.contact_name)}
        find={findContacts}
        action={linkTo("contacts", deal.contact_id, deal.contact_name)}
        onSave={save((chosen: RecordOption | null) => ({
          patch: { contact_id: chosen?.id ?? null },
          shown: { contact_name: chosen?.label ?? null },
        }))}
      />
      <InlineRecord
        label={t`Product`}
        value={option(deal.product_id, deal.product_name)}
        find={findProducts}
        onSave={save((chosen: RecordOption | null) => ({
          patch: { product_id: chosen?.id ?? null },
          shown: { product_name: chosen?.label ?? null },
        }))}
      />
      <InlineText
        label={t`Name`}
        more
        value={deal.name}
        onSave={save((name: string | null) => ({ patch: { name: name ?? "" } }))}
      />
      <InlineText
        label={t`Source`}
        value={deal.source ?? null}
        onSave={save((source: string | null) => ({ patch: { source } }))}
      />
      <InlineText
        label={t`Description`}
        type="multiline"
        value={deal.description ?? null}
        onSave={save((description: string | null) => ({ patch: { description } }))}
      />
    </PropertyList>
  );
}

function StageFact({ deal, editable }: { deal: Deal; editable: boolean }) {
  const { t } = useLingui();
  const pipelines = useSuspenseQuery(pipelinesQuery).data;
  const stages = pipelines.find((pipeline) => pipeline.id === deal.pipeline_id)?.stages ?? [];
  const { moveTo, dialog } = useStageMover(deal);
  return (
    <>
      <InlineSelect
        label={t`Stage`}
        value={deal.stage_id}
        options={stages.map((stage) => ({
          value: stage.id,
          label: stage.name,
          before: <Swatch color={stageColor(stage)} />,
        }))}
        onSave={
          editable
            ? async (id) => {
                const stage = stages.find((candidate) => candidate.id === id);
                if (stage) moveTo(stage);
              }
            : undefined
        }
      />
      {dialog}
    </>
  );
}

/* A record that this person does not see has no name here, and no page. */
function linkTo(noun: string, id: string | null | undefined, name: string | null | undefined) {
  return id && name ? <RecordLink href={`/${noun}/${id}`} name={name} /> : null;
}

function option(
  id: string | null | undefined,
  name: string | null | undefined,
): RecordOption | null {
  return id ? { id, label: name ?? "…" } : null;
}
