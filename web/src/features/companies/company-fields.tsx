import { useLingui } from "@lingui/react/macro";
import type { Company } from "@/api/generated/types.gen.ts";
import {
  textField,
  useLifecycleField,
  useMomentFields,
  useMoneyField,
  useOwnerField,
  useTagsField,
} from "@/features/records/common-fields.tsx";
import { useLifecycleLabel } from "@/features/records/lifecycle.tsx";
import type { NounField } from "@/features/records/noun-fields.ts";
import { enumerate } from "@/i18n/i18n.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { RowCard } from "@/ui/table/columns.ts";

/** What a list of companies shows, is filtered by, changes in bulk and writes into files. */
export function useCompanyFields(): NounField<Company>[] {
  const { t } = useLingui();
  const formats = useFormats();
  return [
    {
      id: "name",
      label: t`Name`,
      column: {
        width: 160,
        grow: 2,
        sort: "name",
        link: true,
        cell: (company) => (
          <span className="flex min-w-0 items-center gap-2">
            <Avatar size="sm" name={company.name} square />
            <bdi className="truncate">{company.name}</bdi>
          </span>
        ),
      },
      filter: { kind: "text" },
      file: { field: "name" },
    },
    textField("industry", t`Industry`, (company) => company.industry, { width: 124, bulk: true }),
    {
      id: "place",
      label: t`Place`,
      column: { width: 140, grow: 1, cell: (company) => <bdi>{place(company)}</bdi> },
    },
    {
      id: "employees",
      label: t`Employees`,
      column: {
        width: 84,
        grow: 0,
        align: "end",
        cell: ({ employees }) => (employees == null ? null : formats.number(employees)),
      },
      filter: { kind: "number" },
      file: { field: "employees" },
    },
    textField("domain", t`Domain`, (company) => company.domain, { width: 124 }),
    useLifecycleField<Company>(),
    useOwnerField<Company>(t`Nobody`),
    ...useMomentFields<Company>(),
    ...useTagsField<Company>("companies"),
    textField("city", t`City`, (company) => company.city, { offered: true, bulk: true }),
    textField("country", t`Country`, (company) => company.country, { offered: true, bulk: true }),
    textField("website", t`Website`, (company) => company.website, {
      offered: true,
      filter: false,
    }),
    textField("phone", t`Phone`, (company) => company.phone, { offered: true, filter: false }),
    useMoneyField<Company>("annual_revenue", t`Revenue`, revenueOf, {
      currencyField: "annual_revenue_currency",
      offered: true,
      width: 130,
    }),
    {
      id: "currency",
      label: t`Currency of the revenue`,
      file: { field: "annual_revenue_currency" },
    },
    {
      id: "founded_year",
      label: t`Founded`,
      column: {
        width: 84,
        grow: 0,
        align: "end",
        offered: true,
        cell: (company) => company.founded_year,
      },
      filter: { kind: "number" },
      file: { field: "founded_year" },
    },
  ];
}

function revenueOf({ annual_revenue, annual_revenue_currency }: Company) {
  return { amount: annual_revenue, currency: annual_revenue_currency };
}

/** A company on a phone. */
export function useCompanyCard(): (company: Company) => RowCard {
  const stage = useLifecycleLabel();
  return (company) => ({
    title: <bdi>{company.name}</bdi>,
    detail: <bdi>{[company.industry, place(company)].filter(Boolean).join(" · ")}</bdi>,
    endDetail: stage(company.lifecycle_stage),
  });
}

/** City and country, as far as they are known. */
export function place(company: Company): string {
  return enumerate([company.city, company.country]);
}
