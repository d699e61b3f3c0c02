import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "@/api/transport.ts";
import { usePeople } from "@/features/people/people.ts";
import { stageColor } from "@/features/pipelines/pipelines.ts";
import type { Pipeline } from "@/features/pipelines/types.ts";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { useDraft } from "@/features/records/use-draft.ts";
import { SimilarRecords } from "@/features/search/similar-records.tsx";
import { useSession } from "@/features/session/session-context.tsx";
import { Avatar } from "@/ui/avatar.tsx";
import { Swatch } from "@/ui/chip.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { MoneyInput } from "@/ui/forms/money-input.tsx";
import { type RecordOption, RecordPicker } from "@/ui/forms/record-picker.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { BOARDS } from "./board-query.ts";
import { dealKey } from "./deal-cache.ts";
import { findCompanies, findContacts } from "./find-records.ts";
import type { Deal } from "./types.ts";

/** With whom a deal is, when it is made from their page. */
export interface DealStart {
  company?: RecordOption | null;
  contact?: RecordOption | null;
}

/** What a new deal starts with; the server fills in the rest. */
interface NewDeal {
  name: string;
  company: RecordOption | null;
  contact: RecordOption | null;
  amount: number | null | "invalid";
  currency: string;
  closeDate: string;
  stageId: string;
  ownerId: string;
}

/* The fields that say their own error. */
const FIELDS = [
  "name",
  "company_id",
  "contact_id",
  "amount",
  "currency",
  "stage_id",
  "expected_close_date",
  "owner_id",
];

const CURRENCIES = ["EUR", "USD", "GBP", "CHF", "JPY", "SEK", "NOK", "DKK", "PLN", "CAD", "AUD"];

/** A new deal: its name is enough, the rest can come later. */
export function NewDealDialog({
  pipeline,
  start = {},
  onClose,
  onMade,
}: {
  pipeline: Pipeline;
  start?: DealStart;
  onClose: () => void;
  onMade: (deal: Deal) => void;
}) {
  const { t } = useLingui();
  const form = useNewDeal(pipeline, start, onMade);
  return (
    <CreateDialog
      title={t`New deal`}
      submit={t`Create deal`}
      busy={form.making}
      error={form.error}
      fields={FIELDS}
      onSubmit={form.submit}
      onClose={onClose}
      draft={form.kept}
    >
      <DealFields pipeline={pipeline} form={form} />
    </CreateDialog>
  );
}

function useNewDeal(pipeline: Pipeline, start: DealStart, onMade: (deal: Deal) => void) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { homeCurrency } = useFormats();
  const { user } = useSession();
  const [tried, setTried] = useState(false);
  const about = [pipeline.id, start.company?.id, start.contact?.id].filter(Boolean).join(".");
  const [draft, setDraft, kept] = useDraft<NewDeal>(`new-deal.${about}`, () => ({
    name: "",
    company: start.company ?? null,
    contact: start.contact ?? null,
    amount: null,
    currency: homeCurrency,
    closeDate: "",
    stageId: pipeline.stages.find((stage) => stage.kind === "open")?.id ?? "",
    ownerId: user.id,
  }));
  const make = useMutation({
    mutationFn: () =>
      request<Deal>("/api/deals", {
        method: "POST",
        body: {
          name: draft.name.trim(),
          company_id: draft.company?.id ?? null,
          contact_id: draft.contact?.id ?? null,
          amount: draft.amount,
          currency: draft.currency,
          expected_close_date: draft.closeDate || null,
          stage_id: draft.stageId,
          owner_id: draft.ownerId,
        },
      }),
    onSuccess: (deal) => {
      client.setQueryData<Deal>(dealKey(deal.id), deal);
      void client.invalidateQueries({ queryKey: BOARDS });
      void client.invalidateQueries({ queryKey: ["deals", "related"] });
      toast(t`Created ${deal.name}`);
      kept.forget();
      onMade(deal);
    },
  });
  const own: Record<string, string | undefined> = tried
    ? {
        name: draft.name.trim() === "" ? t`Give the deal a name.` : undefined,
        amount: draft.amount === "invalid" ? t`Write a number, for example 5000.` : undefined,
      }
    : {};
  return {
    draft,
    kept,
    set: (change: Partial<NewDeal>) => {
      make.reset();
      setDraft((old) => ({ ...old, ...change }));
    },
    making: make.isPending,
    error: make.error,
    errorOf: (field: string) => own[field] ?? fieldError(make.error, field),
    submit: () => {
      setTried(true);
      if (draft.name.trim() !== "" && draft.amount !== "invalid" && !make.isPending) make.mutate();
    },
  };
}

function DealFields({
  pipeline,
  form,
}: {
  pipeline: Pipeline;
  form: ReturnType<typeof useNewDeal>;
}) {
  const { t } = useLingui();
  const { draft, set, errorOf } = form;
  const { active } = usePeople();
  const { user } = useSession();
  const owners = active.length > 0 ? active : [user];
  return (
    <>
      <Field label={t`Name`} required error={errorOf("name")}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            autoComplete="off"
            maxLength={200}
            value={draft.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <SimilarRecords text={draft.name} nouns="deal" />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t`Company`} error={errorOf("company_id")}>
          {(control) => (
            <RecordPicker
              {...control}
              value={draft.company}
              find={findCompanies}
              onChange={(company) => set({ company })}
            />
          )}
        </Field>
        <Field label={t`Contact`} error={errorOf("contact_id")}>
          {(control) => (
            <RecordPicker
              {...control}
              value={draft.contact}
              find={findContacts}
              onChange={(contact) => set({ contact })}
            />
          )}
        </Field>
      </div>
      <div className="grid grid-cols-[1fr_6.5rem] gap-3">
        <Field label={t`Amount`} error={errorOf("amount")}>
          {(control) => (
            <MoneyInput
              {...control}
              key={draft.currency}
              amount={draft.amount === "invalid" ? null : draft.amount}
              currency={draft.currency}
              onAmount={(amount) => set({ amount })}
            />
          )}
        </Field>
        <Field label={t`Currency`} error={errorOf("currency")}>
          {(control) => (
            <Select
              {...control}
              value={draft.currency}
              options={[...new Set([draft.currency, ...CURRENCIES])].map((code) => ({
                value: code,
                label: code,
              }))}
              onChange={(currency) => set({ currency })}
            />
          )}
        </Field>
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t`Stage`} error={errorOf("stage_id")}>
          {(control) => (
            <Select
              {...control}
              value={draft.stageId}
              options={pipeline.stages
                .filter((stage) => stage.kind === "open")
                .map((stage) => ({
                  value: stage.id,
                  label: stage.name,
                  before: <Swatch color={stageColor(stage)} />,
                }))}
              onChange={(stageId) => set({ stageId })}
            />
          )}
        </Field>
        <Field label={t`Expected close`} error={errorOf("expected_close_date")}>
          {(control) => (
            <Input
              {...control}
              type="date"
              value={draft.closeDate}
              onChange={(event) => set({ closeDate: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field label={t`Owner`} error={errorOf("owner_id")}>
        {(control) => (
          <Select
            {...control}
            value={draft.ownerId}
            options={owners.map((person) => ({
              value: person.id,
              label: person.name,
              before: <Avatar size="sm" name={person.name} />,
            }))}
            onChange={(ownerId) => set({ ownerId })}
          />
        )}
      </Field>
    </>
  );
}
