import { useLingui } from "@lingui/react/macro";
import { useOwnerFilterOptions } from "@/features/people/owner-options.tsx";
import { useLifecycleOptions } from "@/features/records/lifecycle.tsx";
import { useTagField } from "@/features/tags/use-tag-field.tsx";
import type { FilterField } from "@/ui/filter/fields.ts";

/** What contacts can be filtered by. The ids are the API's fields. */
export function useContactFields(): FilterField[] {
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
    { id: "company_name", label: t`Company`, kind: "text" },
    { id: "name", label: t`Name`, kind: "text" },
    { id: "title", label: t`Position`, kind: "text" },
    { id: "email", label: t`E-mail`, kind: "text" },
    { id: "source", label: t`Source`, kind: "text" },
    { id: "created_at", label: t`Created`, kind: "moment" },
    ...tags,
  ];
}
