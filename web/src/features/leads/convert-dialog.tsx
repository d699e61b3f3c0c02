import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ConversionPreview, Lead } from "@/api/generated/types.gen.ts";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { messageOf } from "@/features/records/message-of.ts";
import { useDraft } from "@/features/records/use-draft.ts";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { Checkbox } from "@/ui/forms/checkbox.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { MoneyInput } from "@/ui/forms/money-input.tsx";
import { Select, type SelectOption } from "@/ui/forms/select.tsx";
import { Dialog } from "@/ui/overlay/dialog.tsx";
import {
  type ConversionForm,
  conversionOf,
  formOf,
  MAKE,
  NONE,
  previewQuery,
} from "./conversion.ts";
import { useConvert } from "./use-convert.ts";

const FIELDS = ["deal.name", "deal.amount", "company", "contact"];

/** Shows what a lead would become before it does: who is known already, who would be new, and the deal. */
export function ConvertDialog({ lead, onClose }: { lead: Lead; onClose: () => void }) {
  const { t } = useLingui();
  const { data: preview, error } = useQuery(previewQuery(lead.id));
  if (preview) return <ConvertForm preview={preview} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t`Convert ${lead.name}`}>
      {error ? (
        <Notice tone="bad">{messageOf(error)}</Notice>
      ) : (
        <SkeletonLines count={5} label={t`Looking for who is known already`} />
      )}
    </Dialog>
  );
}

function ConvertForm({ preview, onClose }: { preview: ConversionPreview; onClose: () => void }) {
  const { t } = useLingui();
  const { lead } = preview;
  // of this version of the lead: who is known already may be others later
  const [form, setForm, draft] = useDraft(`convert.${lead.id}.${lead.version}`, () =>
    formOf(preview),
  );
  const [badAmount, setBadAmount] = useState(false);
  const [tried, setTried] = useState(false);
  const attempt = useConvert(() => {
    draft.forget();
    onClose();
  });
  const set = (change: Partial<ConversionForm>) => setForm((old) => ({ ...old, ...change }));
  const nameless = form.deal && form.dealName.trim() === "";
  return (
    <CreateDialog
      title={t`Convert ${lead.name}`}
      submit={t`Convert`}
      busy={attempt.isPending}
      error={attempt.error}
      fields={FIELDS}
      onClose={onClose}
      draft={draft}
      onSubmit={() => {
        setTried(true);
        if (!nameless && !badAmount)
          attempt.mutate({ lead, conversion: conversionOf(form, preview) });
      }}
    >
      <p className="text-ink-2">
        {t`The lead becomes read-only, with its history. You can take this back as long as nobody has gone on with the deal.`}
      </p>
      <KnownFields preview={preview} form={form} onChange={set} error={attempt.error} />
      <Checkbox
        label={t`Start a deal in ${preview.deal.stage_name}`}
        checked={form.deal}
        onChange={(event) => set({ deal: event.target.checked })}
      />
      {form.deal ? (
        <div className="grid gap-3 sm:grid-cols-[1fr_9rem]">
          <Field
            label={t`Name of the deal`}
            required
            error={
              tried && nameless ? t`Give the deal a name.` : fieldError(attempt.error, "deal.name")
            }
          >
            {(control) => (
              <Input
                {...control}
                value={form.dealName}
                maxLength={200}
                autoComplete="off"
                onChange={(event) => set({ dealName: event.target.value })}
              />
            )}
          </Field>
          <Field
            label={t`Amount`}
            error={
              badAmount
                ? t`Write an amount such as 12,500`
                : fieldError(attempt.error, "deal.amount")
            }
          >
            {(control) => (
              <MoneyInput
                {...control}
                amount={form.amount}
                currency={preview.deal.currency}
                onAmount={(amount) => {
                  setBadAmount(amount === "invalid");
                  if (amount !== "invalid") set({ amount });
                }}
              />
            )}
          </Field>
        </div>
      ) : null}
    </CreateDialog>
  );
}

function KnownFields({
  preview,
  form,
  onChange,
  error,
}: {
  preview: ConversionPreview;
  form: ConversionForm;
  onChange: (change: Partial<ConversionForm>) => void;
  error: Error | null;
}) {
  const { t } = useLingui();
  const { company_name, contact_name } = preview;
  const companies: SelectOption[] = [
    ...preview.companies.map(({ company }) => ({
      value: company.id,
      label: t`${company.name} (known already)`,
    })),
    ...(company_name ? [{ value: MAKE, label: t`New: ${company_name}` }] : []),
    { value: NONE, label: t`No company` },
  ];
  const contacts: SelectOption[] = [
    ...preview.contacts.map(({ contact }) => ({
      value: contact.id,
      label: t`${contact.name} (known already)`,
    })),
    { value: MAKE, label: t`New: ${contact_name}` },
    { value: NONE, label: t`No contact` },
  ];
  return (
    <>
      <Field label={t`Company`} error={fieldError(error, "company")}>
        {(control) => (
          <Select
            {...control}
            value={form.company}
            options={companies}
            onChange={(company) => onChange({ company })}
          />
        )}
      </Field>
      <Field label={t`Contact`} error={fieldError(error, "contact")}>
        {(control) => (
          <Select
            {...control}
            value={form.contact}
            options={contacts}
            onChange={(contact) => onChange({ contact })}
          />
        )}
      </Field>
    </>
  );
}
