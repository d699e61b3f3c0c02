import { CustomFieldsPage } from "@/features/custom-fields/custom-fields-page.tsx";
import type { FieldsSearch } from "@/features/custom-fields/fields-search.ts";

/** The custom fields of the noun that the address names. */
export function CustomFieldsRoute({ search }: { search: FieldsSearch }) {
  return <CustomFieldsPage noun={search.noun} />;
}
