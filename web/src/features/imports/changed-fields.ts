import type { ImportDetail, ImportRow } from "@/api/generated/types.gen.ts";

/* Columns of the database that a field fills under another name. */
const FILLED_AS: Record<string, string> = {
  company_id: "company",
  contact_id: "contact",
  product_id: "product",
  owner_id: "owner",
  parent_id: "parent",
  stage_id: "stage",
  team_id: "team",
  closed_at: "closed_on",
  annual_revenue_currency: "currency",
};

/** What a row changed of its record, as the mapping calls it; what follows from something else is not told. */
export function changedFields(
  detail: Pick<ImportDetail, "preview">,
  row: Pick<ImportRow, "detail">,
): string[] {
  const changed = Object.entries(row.detail ?? {}).filter(([, change]) => Array.isArray(change));
  const told = changed.map(([column]) => fieldLabel(detail, column));
  return [...new Set(told.filter((label) => label !== undefined))];
}

/** What the mapping calls the field that fills a column of the database. */
export function fieldLabel(
  { preview }: Pick<ImportDetail, "preview">,
  column: string,
): string | undefined {
  const name = FILLED_AS[column] ?? column;
  return preview.fields?.find(({ field }) => field === name)?.label;
}
