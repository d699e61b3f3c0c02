import { useLingui } from "@lingui/react/macro";
import { useOwnerFilterOptions } from "@/features/people/owner-options.tsx";
import { useLifecycleOptions } from "@/features/records/lifecycle.tsx";
import { useTagField } from "@/features/tags/use-tag-field.tsx";
import type { FilterField } from "@/ui/filter/fields.ts";

/** What companies can be filtered by. The ids are the API's fields. */
export function useCompanyFields(): FilterField[] {
  const { t } = useLingui();
  const tags = useTagField(t`Tags`);
  return [
    {
      id: "lifecycle_stage",
      label: t`Stage of life`,
      kind: "choice",
      options: useLifecycleOptions(),
    },
    { id: "owner_id", label: t`Owner`, kind: "choice", options: useOwnerFilterOptions(t`Nobody`) },
    { id: "name", label: t`Name`, kind: "text" },
    { id: "industry", label: t`Industry`, kind: "text" },
    { id: "city", label: t`City`, kind: "text" },
    { id: "country", label: t`Country`, kind: "text" },
    { id: "employees", label: t`Employees`, kind: "number" },
    { id: "domain", label: t`Domain`, kind: "text" },
    { id: "created_at", label: t`Created`, kind: "moment" },
    ...tags,
  ];
}
