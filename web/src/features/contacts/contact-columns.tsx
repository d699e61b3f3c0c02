import { useLingui } from "@lingui/react/macro";
import type { Contact } from "@/api/generated/types.gen.ts";
import { Unowned } from "@/features/people/owner-options.tsx";
import { usePeople } from "@/features/people/people.ts";
import { PersonText } from "@/features/people/person-text.tsx";
import { LifecycleText, useLifecycleLabel } from "@/features/records/lifecycle.tsx";
import { Avatar } from "@/ui/avatar.tsx";
import { MomentText } from "@/ui/format/format-context.tsx";
import type { Column, RowCard } from "@/ui/table/columns.ts";

/** The columns of the contacts list. */
export function useContactColumns(): Column<Contact>[] {
  const { t } = useLingui();
  const people = usePeople();
  return [
    {
      id: "name",
      header: t`Name`,
      width: 150,
      grow: 2,
      sort: "name",
      cell: (contact) => (
        <span className="flex min-w-0 items-center gap-2">
          <Avatar size="sm" name={contact.name} />
          <bdi className="truncate">{contact.name}</bdi>
        </span>
      ),
    },
    {
      id: "company",
      header: t`Company`,
      width: 120,
      grow: 2,
      cell: (contact) => <bdi>{contact.company_name}</bdi>,
    },
    {
      id: "title",
      header: t`Position`,
      width: 100,
      grow: 1,
      cell: (contact) => <bdi>{contact.title}</bdi>,
    },
    {
      id: "email",
      header: t`E-mail`,
      width: 140,
      grow: 2,
      cell: (contact) => <bdi>{contact.email}</bdi>,
    },
    {
      id: "phone",
      header: t`Phone`,
      width: 148,
      grow: 0,
      cell: (contact) => <bdi>{contact.phone}</bdi>,
    },
    {
      id: "stage",
      header: t`Stage of life`,
      width: 116,
      grow: 0,
      cell: (contact) => <LifecycleText stage={contact.lifecycle_stage} />,
    },
    {
      id: "owner",
      header: t`Owner`,
      width: 148,
      grow: 1,
      cell: (contact) =>
        contact.owner_id ? (
          <PersonText id={contact.owner_id} people={people} />
        ) : (
          <Unowned label={t`Nobody`} />
        ),
    },
    {
      id: "created",
      header: t`Created`,
      width: 112,
      grow: 0,
      align: "end",
      sort: "created_at",
      cell: (contact) => <MomentText value={contact.created_at} />,
    },
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
