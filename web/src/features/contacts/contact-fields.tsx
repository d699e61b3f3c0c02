import { useLingui } from "@lingui/react/macro";
import type { Contact } from "@/api/generated/types.gen.ts";
import {
  textField,
  useLifecycleField,
  useMomentFields,
  useOwnerField,
  useTagsField,
} from "@/features/records/common-fields.tsx";
import { useLifecycleLabel } from "@/features/records/lifecycle.tsx";
import type { NounField } from "@/features/records/noun-fields.ts";
import { Avatar } from "@/ui/avatar.tsx";
import type { RowCard } from "@/ui/table/columns.ts";

/** What a list of contacts shows, is filtered by, changes in bulk and writes into files. */
export function useContactFields(): NounField<Contact>[] {
  const { t } = useLingui();
  return [
    {
      id: "name",
      label: t`Name`,
      column: {
        width: 150,
        grow: 2,
        sort: "name",
        link: true,
        cell: (contact) => (
          <span className="flex min-w-0 items-center gap-2">
            <Avatar size="sm" name={contact.name} />
            <bdi className="truncate">{contact.name}</bdi>
          </span>
        ),
      },
      filter: { kind: "text" },
      file: { field: "name" },
    },
    {
      ...textField<Contact>("company", t`Company`, (contact) => contact.company_name, {
        grow: 2,
        field: "company_name",
      }),
      filter: { id: "company_name", kind: "text" },
    },
    textField("title", t`Position`, (contact) => contact.title, { width: 100, bulk: true }),
    textField("email", t`E-mail`, (contact) => contact.email, { width: 140, grow: 2 }),
    textField("phone", t`Phone`, (contact) => contact.phone, { width: 148, grow: 0 }),
    useLifecycleField<Contact>(),
    useOwnerField<Contact>(t`Nobody`),
    ...useMomentFields<Contact>(),
    textField("source", t`Source`, (contact) => contact.source, { offered: true, bulk: true }),
    ...useTagsField<Contact>("contacts"),
  ];
}

/** A contact on a phone. */
export function useContactCard(): (contact: Contact) => RowCard {
  const stage = useLifecycleLabel();
  return (contact) => ({
    title: <bdi>{contact.name}</bdi>,
    detail: (
      <bdi>
        {[contact.title, contact.company_name ?? contact.email].filter(Boolean).join(" · ")}
      </bdi>
    ),
    endDetail: stage(contact.lifecycle_stage),
  });
}
