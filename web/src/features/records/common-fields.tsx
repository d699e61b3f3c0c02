import { useLingui } from "@lingui/react/macro";
import { Unowned, useOwnerFilterOptions } from "@/features/people/owner-options.tsx";
import { usePeople } from "@/features/people/people.ts";
import { PersonText } from "@/features/people/person-text.tsx";
import { TagsCell } from "@/features/tags/tags-cell.tsx";
import { useTagField } from "@/features/tags/use-tag-field.tsx";
import { MomentText, useFormats } from "@/ui/format/format-context.tsx";
import { LifecycleText, useLifecycleOptions } from "./lifecycle.tsx";
import { type NounField, wordsOf } from "./noun-fields.ts";

/** A text: shown in full as far as there is room, filtered by its words. */
export function textField<Row>(
  id: string,
  label: string,
  value: (row: Row) => string | null | undefined,
  options: {
    width?: number;
    grow?: number;
    offered?: boolean;
    /** As the API calls it. */
    field?: string;
    filter?: false;
    bulk?: true;
    suggestions?: readonly string[];
  } = {},
): NounField<Row> {
  const { width = 120, grow = 1, offered, suggestions } = options;
  return {
    id,
    label,
    column: { width, grow, offered, cell: value },
    ...(options.filter === false ? {} : { filter: { kind: "text", suggestions } }),
    ...(options.bulk ? { bulk: { kind: "text" } } : {}),
    file: { field: options.field ?? id },
  };
}

/** An amount with its currency, as far as both are known. */
export function useMoneyField<Row>(
  id: string,
  label: string,
  value: (row: Row) => { amount?: number | null; currency?: string | null },
  options: {
    currencyField: string;
    field?: string;
    sort?: string;
    offered?: boolean;
    width?: number;
  },
): NounField<Row> {
  const formats = useFormats();
  const { currencyField, sort, offered, width = 104 } = options;
  return {
    id,
    label,
    column: {
      width,
      grow: 0,
      align: "end",
      sort,
      offered,
      cell: (row) => {
        const { amount, currency } = value(row);
        return amount == null || !currency ? null : formats.money({ amount, currency });
      },
    },
    filter: { kind: "money", currency: formats.homeCurrency, currencyField },
    file: { field: options.field ?? id },
  };
}

/** Whose a record is. */
export function useOwnerField<Row extends { owner_id?: string | null }>(
  nobody: string,
  unowned = nobody,
): NounField<Row> {
  const { t } = useLingui();
  const people = usePeople();
  return {
    id: "owner",
    label: t`Owner`,
    column: {
      width: 150,
      grow: 1,
      cell: ({ owner_id }) =>
        owner_id ? <PersonText id={owner_id} people={people} /> : <Unowned label={unowned} />,
    },
    filter: { id: "owner_id", kind: "choice", options: useOwnerFilterOptions(nobody) },
    file: { field: "owner_id" },
  };
}

/** When a record was made, and when it was last changed. */
export function useMomentFields<Row extends { created_at: string; updated_at: string }>({
  updatedSort,
}: {
  updatedSort?: string;
} = {}): NounField<Row>[] {
  const { t } = useLingui();
  return [
    {
      id: "created",
      label: t`Created`,
      column: {
        width: 116,
        grow: 0,
        align: "end",
        sort: "created_at",
        cell: (row) => <MomentText value={row.created_at} />,
      },
      filter: { id: "created_at", kind: "moment" },
      file: { field: "created_at" },
    },
    {
      id: "updated",
      label: t`Changed`,
      column: {
        width: 116,
        grow: 0,
        align: "end",
        sort: updatedSort,
        offered: true,
        cell: (row) => <MomentText value={row.updated_at} />,
      },
      filter: { id: "updated_at", kind: "moment" },
      file: { field: "updated_at" },
    },
  ];
}

/** The tags of a record; none when the workspace has no tag. */
export function useTagsField<Row extends { id: string }>(
  noun: "leads" | "contacts" | "companies" | "deals",
): NounField<Row>[] {
  const { t } = useLingui();
  const [field] = useTagField(t`Tags`);
  if (!field) return [];
  return [
    {
      id: "tags",
      label: t`Tags`,
      column: {
        width: 150,
        grow: 1,
        offered: true,
        cell: (row) => <TagsCell noun={noun} id={row.id} />,
      },
      filter: field,
      file: { field: "tags" },
    },
  ];
}

/** How far a contact or a company has come. */
export function useLifecycleField<Row extends { lifecycle_stage: string }>(): NounField<Row> {
  const { t } = useLingui();
  const options = useLifecycleOptions();
  return {
    id: "stage",
    label: t`Stage of life`,
    column: {
      width: 116,
      grow: 0,
      cell: (row) => <LifecycleText stage={row.lifecycle_stage} />,
    },
    filter: { id: "lifecycle_stage", kind: "choice", options },
    bulk: { id: "lifecycle_stage", kind: "choice", options },
    file: { field: "lifecycle_stage", words: wordsOf(options) },
  };
}
