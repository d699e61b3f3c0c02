import { useLingui } from "@lingui/react/macro";
import { type FieldWords, useFieldWords } from "@/features/records/field-words.ts";
import { useLifecycleLabel } from "@/features/records/lifecycle.tsx";

/** How a company's fields read in a sentence. */
export function useCompanyWords(): FieldWords {
  const { t } = useLingui();
  return useFieldWords(
    { lifecycle_stage: useLifecycleLabel(), parent_id: () => t`another company` },
    ["id"],
  );
}
