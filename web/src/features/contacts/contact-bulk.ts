import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { Contact } from "@/api/generated/types.gen.ts";
import { useOwnerOptions } from "@/features/people/owner-options.tsx";
import { usePeople } from "@/features/people/people.ts";
import type { BulkNoun } from "@/features/records/bulk/types.ts";
import { useLifecycleLabel, useLifecycleOptions } from "@/features/records/lifecycle.tsx";

/** What can be done with many contacts at once, and what a file of them holds. */
export function useContactBulk(): BulkNoun<Contact> {
  const { t } = useLingui();
  const { nameOf } = usePeople();
  const stage = useLifecycleLabel();
  return {
    singular: "contact",
    counted: (count) => plural(count, { one: "# contact", other: "# contacts" }),
    owners: useOwnerOptions(t`Nobody`),
    fields: [
      {
        id: "lifecycle_stage",
        label: t`Stage of life`,
        kind: "choice",
        options: useLifecycleOptions(),
      },
      { id: "title", label: t`Position`, kind: "text" },
      { id: "source", label: t`Source`, kind: "text" },
    ],
    exported: [
      { header: t`Name`, text: (contact) => contact.name },
      { header: t`Company`, text: (contact) => contact.company_name ?? "" },
      { header: t`Position`, text: (contact) => contact.title ?? "" },
      { header: t`E-mail`, text: (contact) => contact.email ?? "" },
      { header: t`Phone`, text: (contact) => contact.phone ?? "" },
      { header: t`Stage of life`, text: (contact) => stage(contact.lifecycle_stage) },
      { header: t`Source`, text: (contact) => contact.source ?? "" },
      { header: t`Owner`, text: (contact) => nameOf(contact.owner_id) ?? "" },
      { header: t`Created`, text: (contact) => contact.created_at },
    ],
  };
}
