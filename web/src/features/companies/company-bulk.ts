import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { Company } from "@/api/generated/types.gen.ts";
import { useOwnerOptions } from "@/features/people/owner-options.tsx";
import { usePeople } from "@/features/people/people.ts";
import type { BulkNoun } from "@/features/records/bulk/types.ts";
import { useLifecycleLabel, useLifecycleOptions } from "@/features/records/lifecycle.tsx";

/** What can be done with many companies at once, and what a file of them holds. */
export function useCompanyBulk(): BulkNoun<Company> {
  const { t } = useLingui();
  const { nameOf } = usePeople();
  const stage = useLifecycleLabel();
  return {
    singular: "company",
    counted: (count) => plural(count, { one: "# company", other: "# companies" }),
    owners: useOwnerOptions(t`Nobody`),
    fields: [
      {
        id: "lifecycle_stage",
        label: t`Stage of life`,
        kind: "choice",
        options: useLifecycleOptions(),
      },
      { id: "industry", label: t`Industry`, kind: "text" },
      { id: "city", label: t`City`, kind: "text" },
      { id: "country", label: t`Country`, kind: "text" },
    ],
    exported: [
      { header: t`Name`, text: (company) => company.name },
      { header: t`Domain`, text: (company) => company.domain ?? "" },
      { header: t`Industry`, text: (company) => company.industry ?? "" },
      { header: t`Employees`, text: (company) => String(company.employees ?? "") },
      { header: t`City`, text: (company) => company.city ?? "" },
      { header: t`Country`, text: (company) => company.country ?? "" },
      { header: t`Stage of life`, text: (company) => stage(company.lifecycle_stage) },
      { header: t`Owner`, text: (company) => nameOf(company.owner_id) ?? "" },
      { header: t`Created`, text: (company) => company.created_at },
    ],
  };
}
