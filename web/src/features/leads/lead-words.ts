import { type FieldWords, useFieldWords } from "@/features/records/field-words.ts";
import { useStatusLabel } from "./lead-status.tsx";

const DERIVED = [
  "id",
  "name",
  "converted_at",
  "converted_company_id",
  "converted_contact_id",
  "converted_deal_id",
] as const;

/** How a lead's fields read in a sentence. */
export function useLeadWords(): FieldWords {
  return useFieldWords({ status: useStatusLabel() }, DERIVED);
}
