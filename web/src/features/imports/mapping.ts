import type {
  ImportDetail,
  Mapping,
  MappingPatch,
  PreviewField,
} from "@/api/generated/types.gen.ts";

/** The mapping with a change applied, as the server will answer it: shown while the change is on its way. */
export function applyPatch(mapping: Mapping, patch: MappingPatch): Mapping {
  const { columns, scales, values, create, ...single } = patch;
  const given = Object.entries(single).filter(([, value]) => value !== undefined);
  return {
    ...mapping,
    ...Object.fromEntries(given),
    columns: { ...mapping.columns, ...columns },
    scales: { ...mapping.scales, ...scales },
    values: mergeValues(mapping.values ?? {}, values ?? {}),
    create: create ?? mapping.create,
  };
}

function mergeValues(
  known: Record<string, Record<string, string>>,
  changes: NonNullable<MappingPatch["values"]>,
): Record<string, Record<string, string>> {
  const merged = { ...known };
  for (const [field, entries] of Object.entries(changes)) {
    const next = { ...merged[field] };
    for (const [from, to] of Object.entries(entries)) {
      if (to === null) delete next[from];
      else next[from] = to;
    }
    merged[field] = next;
  }
  return merged;
}

/** Whether several columns may fill a field: a contact has many addresses and numbers, everything else is there once. */
export function takesMany(noun: string, field: Pick<PreviewField, "takes">): boolean {
  return noun === "contacts" && (field.takes === "email" || field.takes === "phone");
}

/** The columns that fill a field now, in the order of the file. */
export function columnsOf(detail: ImportDetail, mapping: Mapping, field: string): string[] {
  return (detail.preview.columns ?? [])
    .map(({ column }) => column)
    .filter((column) => mapping.columns?.[column] === field);
}

/**
 * What has to change for a column to fill a field (null: none). A field that takes one column only
 * is taken away from the column that had it: the server would refuse two.
 */
export function assignField(
  detail: ImportDetail,
  mapping: Mapping,
  column: string,
  field: string | null,
): { patch: MappingPatch; freed: string[] } {
  const known = detail.preview.fields?.find((candidate) => candidate.field === field);
  const freed =
    known && !takesMany(detail.noun, known)
      ? columnsOf(detail, mapping, known.field).filter((other) => other !== column)
      : [];
  const others = Object.fromEntries(freed.map((other) => [other, null]));
  return { patch: { columns: { ...others, [column]: field } }, freed };
}

/** The required fields that no column fills. */
export function missingFields(detail: ImportDetail, mapping: Mapping): PreviewField[] {
  return (detail.preview.fields ?? []).filter(
    (field) => field.required && columnsOf(detail, mapping, field.field).length === 0,
  );
}

/** The columns that hold something and are not imported. */
export function leftOut(detail: ImportDetail, mapping: Mapping): string[] {
  return (detail.preview.columns ?? [])
    .filter(({ column, filled }) => filled > 0 && !mapping.columns?.[column])
    .map(({ column }) => column);
}

/** Unknown names of these become records of their own, if the person wants it: a company needs no more than a name. */
export const CREATABLE: readonly string[] = ["company", "parent"];

/** The confirmed names of references: what the file says, and the record that is meant. */
export function confirmedNames(
  detail: ImportDetail,
  mapping: Mapping,
): { field: string; from: string; to: string }[] {
  const references = (detail.preview.fields ?? []).filter(({ takes }) => takes === "reference");
  return references.flatMap(({ field }) =>
    Object.entries(mapping.values?.[field] ?? {}).map(([from, to]) => ({ field, from, to })),
  );
}
