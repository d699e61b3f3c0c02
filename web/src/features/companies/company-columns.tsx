import { useLingui } from "@lingui/react/macro";
import type { Company } from "@/api/generated/types.gen.ts";
import { Unowned } from "@/features/people/owner-options.tsx";
import { usePeople } from "@/features/people/people.ts";
import { PersonText } from "@/features/people/person-text.tsx";
import { LifecycleText, useLifecycleLabel } from "@/features/records/lifecycle.tsx";
import { Avatar } from "@/ui/avatar.tsx";
import { MomentText, useFormats } from "@/ui/format/format-context.tsx";
import type { Column, RowCard } from "@/ui/table/columns.ts";

/** The columns of the companies list. */
export function useCompanyColumns(): Column<Company>[] {
  const { t } = useLingui();
  const people = usePeople();
  const formats = useFormats();
  return [
    {
      id: "name",
      header: t`Name`,
      width: 160,
      grow: 2,
      sort: "name",
      cell: (company) => (
        <span className="flex min-w-0 items-center gap-2">
          <Avatar size="sm" name={company.name} square />
          <bdi className="truncate">{company.name}</bdi>
        </span>
      ),
    },
    {
      id: "industry",
      header: t`Industry`,
      width: 124,
      grow: 1,
      cell: (company) => <bdi>{company.industry}</bdi>,
    },
    {
      id: "place",
      header: t`Place`,
      width: 140,
      grow: 1,
      cell: (company) => <bdi>{place(company)}</bdi>,
    },
    {
      id: "employees",
      header: t`Employees`,
      width: 84,
      grow: 0,
      align: "end",
      cell: (company) => (company.employees == null ? null : formats.number(company.employees)),
    },
    {
      id: "domain",
      header: t`Domain`,
      width: 124,
      grow: 1,
      cell: (company) => <bdi>{company.domain}</bdi>,
    },
    {
      id: "stage",
      header: t`Stage of life`,
      width: 116,
      grow: 0,
      cell: (company) => <LifecycleText stage={company.lifecycle_stage} />,
    },
    {
      id: "owner",
      header: t`Owner`,
      width: 148,
      grow: 1,
      cell: (company) =>
        company.owner_id ? (
          <PersonText id={company.owner_id} people={people} />
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
      cell: (company) => <MomentText value={company.created_at} />,
    },
  ];
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
  return [company.city, company.country].filter(Boolean).join(", ");
}
