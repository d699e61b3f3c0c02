import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { createContact } from "@/api/generated/sdk.gen.ts";
import type { ContactDraft } from "@/api/generated/types.gen.ts";
import { findCompanies } from "@/features/companies/find-companies.ts";
import { NOBODY, useOwnerOptions } from "@/features/people/owner-options.tsx";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { useCreate } from "@/features/records/use-create.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { type RecordOption, RecordPicker } from "@/ui/forms/record-picker.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { ContactDuplicates } from "./duplicates.tsx";

const FIELDS = [
  "first_name",
  "last_name",
  "title",
  "emails[0].value",
  "phones[0].value",
  "company_id",
  "owner_id",
] as const;

const make = async (body: ContactDraft) => (await createContact({ body, throwOnError: true })).data;

/** Writes a contact down. Who may be there already is pointed out while one types. */
export function NewContactDialog({
  company: given = null,
  onClose,
}: {
  /** The company whose page it is made from. */
  company?: RecordOption | null;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const { user } = useSession();
  const [draft, setDraft] = useState({ first_name: "", last_name: "", title: "" });
  const [email, setEmail] = useState("");
  const [phone, setPhone] = useState("");
  const [company, setCompany] = useState(given);
  const [owner, setOwner] = useState(user.id);
  const owners = useOwnerOptions(t`Nobody`);
  const attempt = useCreate("contacts", make, onClose);
  const error = (field: string) => fieldError(attempt.error, field);
  const text = (name: keyof typeof draft) => ({
    autoComplete: "off",
    value: draft[name],
    onChange: (event: { target: { value: string } }) =>
      setDraft({ ...draft, [name]: event.target.value }),
  });

  function submit(): void {
    attempt.mutate({
      ...draft,
      title: draft.title || null,
      emails: email.trim() ? [{ label: "work", value: email }] : [],
      phones: phone.trim() ? [{ label: "work", value: phone }] : [],
      company_id: company?.id ?? null,
      owner_id: owner === NOBODY ? null : owner,
    });
  }

  return (
    <CreateDialog
      title={t`New contact`}
      submit={t`Create contact`}
      busy={attempt.isPending}
      error={attempt.error}
      fields={FIELDS}
      onClose={onClose}
      onSubmit={submit}
    >
      <div className="grid grid-cols-2 gap-3">
        <Field label={t`First name`} error={error("first_name")}>
          {(control) => <Input {...control} {...text("first_name")} autoFocus />}
        </Field>
        <Field label={t`Last name`} error={error("last_name")}>
          {(control) => <Input {...control} {...text("last_name")} />}
        </Field>
      </div>
      <ContactDuplicates name={`${draft.first_name} ${draft.last_name}`} email={email} />
      <Field label={t`Company`} error={error("company_id")}>
        {(control) => (
          <RecordPicker
            {...control}
            value={company}
            find={findCompanies}
            onChange={setCompany}
            placeholder={t`Type to search`}
          />
        )}
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t`E-mail`} error={error("emails[0].value")}>
          {(control) => (
            <Input
              {...control}
              type="email"
              autoComplete="off"
              spellCheck={false}
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label={t`Phone`} error={error("phones[0].value")}>
          {(control) => (
            <Input
              {...control}
              type="tel"
              autoComplete="off"
              value={phone}
              onChange={(event) => setPhone(event.target.value)}
            />
          )}
        </Field>
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t`Position`} error={error("title")}>
          {(control) => <Input {...control} {...text("title")} />}
        </Field>
        <Field label={t`Owner`} error={error("owner_id")}>
          {(control) => <Select {...control} value={owner} options={owners} onChange={setOwner} />}
        </Field>
      </div>
    </CreateDialog>
  );
}
