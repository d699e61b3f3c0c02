import { useLingui } from "@lingui/react/macro";
import { useId, useState } from "react";
import { createLead } from "@/api/generated/sdk.gen.ts";
import type { LeadDraft } from "@/api/generated/types.gen.ts";
import { NOBODY, useOwnerOptions } from "@/features/people/owner-options.tsx";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { useCreate } from "@/features/records/use-create.ts";
import { useDraft } from "@/features/records/use-draft.ts";
import { SimilarRecords } from "@/features/search/similar-records.tsx";
import { useSession } from "@/features/session/session-context.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { MoneyInput } from "@/ui/forms/money-input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { leadSources } from "./lead-sources.ts";

const FIELDS = [
  "first_name",
  "last_name",
  "company_name",
  "email",
  "phone",
  "source",
  "amount",
  "owner_id",
] as const;
type TextField = "first_name" | "last_name" | "company_name" | "email" | "phone" | "source";

const make = async (body: LeadDraft) => (await createLead({ body, throwOnError: true })).data;

/** Writes a lead down: a name or a company is enough, the rest can wait. */
export function NewLeadDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { user } = useSession();
  const { homeCurrency } = useFormats();
  const [draft, setDraft, kept] = useDraft<LeadDraft>("new-lead", () => ({ owner_id: user.id }));
  const [badAmount, setBadAmount] = useState(false);
  const sources = useId();
  const owners = useOwnerOptions(t`Nobody (the pool)`);
  const attempt = useCreate("leads", make, () => {
    kept.forget();
    onClose();
  });
  const error = (field: string) => fieldError(attempt.error, field);

  const text = (name: TextField) => ({
    name,
    value: draft[name] ?? "",
    onChange: (event: { target: { value: string } }) =>
      setDraft({ ...draft, [name]: event.target.value }),
  });

  return (
    <CreateDialog
      title={t`New lead`}
      submit={t`Create lead`}
      busy={attempt.isPending}
      error={attempt.error}
      fields={FIELDS}
      onClose={onClose}
      draft={kept}
      onSubmit={() => {
        if (!badAmount) attempt.mutate(draft);
      }}
    >
      <div className="grid grid-cols-2 gap-3">
        <Field label={t`First name`} error={error("first_name")}>
          {(control) => <Input {...control} {...text("first_name")} autoComplete="off" autoFocus />}
        </Field>
        <Field label={t`Last name`} error={error("last_name")}>
          {(control) => <Input {...control} {...text("last_name")} autoComplete="off" />}
        </Field>
      </div>
      <Field label={t`Company`} error={error("company_name")}>
        {(control) => <Input {...control} {...text("company_name")} autoComplete="off" />}
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t`E-mail`} error={error("email")}>
          {(control) => (
            <Input
              {...control}
              {...text("email")}
              type="email"
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </Field>
        <Field label={t`Phone`} error={error("phone")}>
          {(control) => <Input {...control} {...text("phone")} type="tel" autoComplete="off" />}
        </Field>
      </div>
      <SimilarRecords text={cluesOf(draft)} nouns="lead,contact" />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t`Source`} error={error("source")}>
          {(control) => (
            <>
              <Input {...control} {...text("source")} list={sources} autoComplete="off" />
              <datalist id={sources}>
                {leadSources().map((source) => (
                  <option key={source} value={source} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Field
          label={t`Amount`}
          error={badAmount ? t`Write an amount such as 12,500` : error("amount")}
        >
          {(control) => (
            <MoneyInput
              {...control}
              amount={draft.amount ?? null}
              currency={homeCurrency}
              onAmount={(amount) => {
                setBadAmount(amount === "invalid");
                if (amount !== "invalid") setDraft({ ...draft, amount });
              }}
            />
          )}
        </Field>
      </div>
      <Field label={t`Owner`} error={error("owner_id")}>
        {(control) => (
          <Select
            {...control}
            value={draft.owner_id ?? NOBODY}
            options={owners}
            onChange={(owner) => setDraft({ ...draft, owner_id: owner === NOBODY ? null : owner })}
          />
        )}
      </Field>
    </CreateDialog>
  );
}

/* Half a name would find everybody: the address when it is whole, or both names. */
function cluesOf({ email, first_name, last_name }: LeadDraft): string {
  if (email && /^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$/.test(email.trim())) return email;
  return first_name && last_name ? `${first_name} ${last_name}` : "";
}
