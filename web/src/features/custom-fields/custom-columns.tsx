import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { CustomField, CustomValue, Noun } from "@/api/generated/types.gen.ts";
import { useOwnerFilterOptions } from "@/features/people/owner-options.tsx";
import { usePeople } from "@/features/people/people.ts";
import type { NounField } from "@/features/records/noun-fields.ts";
import { enumerate } from "@/i18n/i18n.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { customFieldsQuery, customValuesQuery } from "./custom-fields.ts";

/** A noun's custom fields, as a list shows them, is sorted and is filtered by them. */
export function useCustomColumns<Row extends { id: string }>(noun: Noun): NounField<Row>[] {
  const { t } = useLingui();
  const { homeCurrency } = useFormats();
  const people = useOwnerFilterOptions(t`Nobody`);
  const fields = useQuery(customFieldsQuery(noun)).data ?? [];
  const ticked = [
    { value: "yes", label: t`Yes` },
    { value: "no", label: t`No` },
  ];
  return fields.map((field) => ({
    id: `custom.${field.key}`,
    label: field.label,
    column: {
      width: 124,
      grow: 1,
      align: ["number", "money", "date"].includes(field.kind) ? "end" : undefined,
      offered: true,
      sort: `custom.${field.key}`,
      cell: (row) => <CustomCell noun={noun} field={field} id={row.id} />,
    },
    filter: filterOf(field, { homeCurrency, people, ticked }),
    file: { field: `custom.${field.key}` },
  }));
}

function filterOf(
  { kind, choices }: CustomField,
  known: {
    homeCurrency: string;
    people: ReturnType<typeof useOwnerFilterOptions>;
    ticked: { value: string; label: string }[];
  },
): NounField<never>["filter"] {
  switch (kind) {
    case "number":
    case "date":
      return { kind, custom: kind };
    case "money":
      return { kind, custom: kind, currency: known.homeCurrency };
    case "choice":
    case "multi_choice":
      return {
        kind: "choice",
        custom: kind,
        options: choices.map((c) => ({ value: c, label: c })),
      };
    case "person":
      return { kind: "choice", custom: kind, options: known.people };
    case "checkbox":
      return { kind: "choice", custom: kind, options: known.ticked };
    default:
      return { kind: "text", custom: kind };
  }
}

function CustomCell({ noun, field, id }: { noun: Noun; field: CustomField; id: string }) {
  const { data } = useQuery(customValuesQuery(noun, id));
  const show = useCustomText();
  const value = data?.[field.key];
  return value === undefined ? null : <bdi>{show(field, value)}</bdi>;
}

function useCustomText(): (field: CustomField, value: CustomValue) => string {
  const { t } = useLingui();
  const formats = useFormats();
  const { nameOf } = usePeople();
  return (field, value) => {
    if (Array.isArray(value)) return enumerate(value);
    if (typeof value === "object") return formats.money(value);
    if (typeof value === "boolean") return value ? t`Yes` : t`No`;
    if (typeof value === "number") return formats.number(value);
    if (field.kind === "date") return formats.date(value);
    return field.kind === "person" ? (nameOf(value) ?? t`Somebody`) : value;
  };
}
