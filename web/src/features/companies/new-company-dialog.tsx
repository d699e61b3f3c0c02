import { useLingui } from "@lingui/react/macro";
import { createCompany } from "@/api/generated/sdk.gen.ts";
import type { CompanyDraft } from "@/api/generated/types.gen.ts";
import { NOBODY, useOwnerOptions } from "@/features/people/owner-options.tsx";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { useCreate } from "@/features/records/use-create.ts";
import { useDraft } from "@/features/records/use-draft.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { CompanyDuplicates } from "./company-duplicates.tsx";

const FIELDS = ["name", "website", "industry", "phone", "city", "country", "owner_id"] as const;
type TextField = Exclude<(typeof FIELDS)[number], "owner_id">;

const make = async (body: CompanyDraft) => (await createCompany({ body, throwOnError: true })).data;

/** Writes a company down: the name is enough. */
export function NewCompanyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { user } = useSession();
  const [draft, setDraft, kept] = useDraft<CompanyDraft & { name: string }>("new-company", () => ({
    name: "",
    owner_id: user.id,
  }));
  const owners = useOwnerOptions(t`Nobody`);
  const attempt = useCreate("companies", make, () => {
    kept.forget();
    onClose();
  });
  const field = (name: TextField, label: string, focus = false) => (
    <Field label={label} required={name === "name"} error={fieldError(attempt.error, name)}>
      {(control) => (
        <Input
          {...control}
          autoComplete="off"
          autoFocus={focus}
          value={draft[name] ?? ""}
          onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <CreateDialog
      title={t`New company`}
      submit={t`Create company`}
      busy={attempt.isPending}
      error={attempt.error}
      fields={FIELDS}
      onClose={onClose}
      draft={kept}
      onSubmit={() => attempt.mutate(draft)}
    >
      {field("name", t`Name`, true)}
      <CompanyDuplicates name={draft.name} website={draft.website ?? ""} />
      <div className="grid gap-3 sm:grid-cols-2">
        {field("website", t`Website`)}
        {field("phone", t`Phone`)}
        {field("city", t`City`)}
        {field("country", t`Country`)}
        {field("industry", t`Industry`)}
        <Field label={t`Owner`} error={fieldError(attempt.error, "owner_id")}>
          {(control) => (
            <Select
              {...control}
              value={draft.owner_id ?? NOBODY}
              options={owners}
              onChange={(owner) =>
                setDraft({ ...draft, owner_id: owner === NOBODY ? null : owner })
              }
            />
          )}
        </Field>
      </div>
    </CreateDialog>
  );
}
