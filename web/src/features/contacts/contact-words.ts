import { useLingui } from "@lingui/react/macro";
import type { Contact } from "@/api/generated/types.gen.ts";
import { type FieldWords, useFieldWords } from "@/features/records/field-words.ts";
import { useLifecycleLabel } from "@/features/records/lifecycle.tsx";

/* The name follows from its parts; the first address and number stand among all of them. */
const DERIVED = ["id", "name", "email", "phone", "company_name"] as const;

/** How a contact's fields read in a sentence. */
export function useContactWords({ company_id, company_name }: Contact): FieldWords {
  const { t } = useLingui();
  const company = (id: string) =>
    id === company_id && company_name ? company_name : t`another company`;
  return useFieldWords({ lifecycle_stage: useLifecycleLabel(), company_id: company }, DERIVED);
}
