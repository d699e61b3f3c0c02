import { useLingui } from "@lingui/react/macro";
import { createContact } from "@/api/generated/sdk.gen.ts";
import type { ContactDraft, ContactPoint } from "@/api/generated/types.gen.ts";
import { findCompanies } from "@/features/companies/find-companies.ts";
import { NOBODY, useOwnerOptions } from "@/features/people/owner-options.tsx";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { useCreate } from "@/features/records/use-create.ts";
import { useDraft } from "@/features/records/use-draft.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { type RecordOption, RecordPicker } from "@/ui/forms/record-picker.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { ContactDuplicates } from "./contact-duplicates.tsx";
import { PointBoxes } from "./point-boxes.tsx";

const FIELDS = ["first_name", "last_name", "title", "company_id", "owner_id"] as const;

const EMPTY: readonly ContactPoint[] = [{ label: "work", value: "" }];

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
  const [draft, setDraft, kept] = useDraft(`new-contact.${given?.id ?? ""}`, () => ({
    first_name: "",
    last_name: "",
    title: "",
    emails: EMPTY,
    phones: EMPTY,
    company: given,
    owner: user.id,
  }));
  const { emails, phones, company, owner } = draft;
  const set = (change: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...change }));
  const owners = useOwnerOptions(t`Nobody`);
  const attempt = useCreate("contacts", make, () => {
    kept.forget();
    onClose();
  });
  const error = (field: string) => fieldError(attempt.error, field);
  const text = (name: "first_name" | "last_name" | "title") => ({
    autoComplete: "off",
    value: draft[name],
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });

  // the server counts only what is sent, so empty boxes are taken out before anything is
  function submit(): void {
    const [sentEmails, sentPhones] = [filled(emails), filled(phones)];
    set({
      emails: sentEmails.length > 0 ? sentEmails : EMPTY,
      phones: sentPhones.length > 0 ? sentPhones : EMPTY,
    });
    attempt.mutate({
      first_name: draft.first_name,
      last_name: draft.last_name,
      title: draft.title || null,
      emails: sentEmails,
      phones: sentPhones,
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
      fields={[
        ...FIELDS,
        ...emails.map((_, index) => `emails[${index}].value`),
        ...phones.map((_, index) => `phones[${index}].value`),
      ]}
      onClose={onClose}
      draft={kept}
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
      <ContactDuplicates name={`${draft.first_name} ${draft.last_name}`} emails={emails} />
      <Field label={t`Company`} error={error("company_id")}>
        {(control) => (
          <RecordPicker
            {...control}
            value={company}
            find={findCompanies}
            onChange={(next) => set({ company: next })}
            placeholder={t`Type to search`}
          />
        )}
      </Field>
      <PointBoxes
        label={t`E-mail`}
        one={t`address`}
        type="email"
        points={emails}
        errorOf={(index) => error(`emails[${index}].value`)}
        onChange={(next) => set({ emails: next })}
      />
      <PointBoxes
        label={t`Phone`}
        one={t`number`}
        type="tel"
        points={phones}
        errorOf={(index) => error(`phones[${index}].value`)}
        onChange={(next) => set({ phones: next })}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t`Position`} error={error("title")}>
          {(control) => <Input {...control} {...text("title")} />}
        </Field>
        <Field label={t`Owner`} error={error("owner_id")}>
          {(control) => (
            <Select
              {...control}
              value={owner}
              options={owners}
              onChange={(next) => set({ owner: next })}
            />
          )}
        </Field>
      </div>
    </CreateDialog>
  );
}

function filled(points: readonly ContactPoint[]): ContactPoint[] {
  return points.filter(({ value }) => value.trim() !== "");
}
