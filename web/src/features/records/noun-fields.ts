import type { FilterField } from "@/ui/filter/fields.ts";
import type { Column } from "@/ui/table/columns.ts";
import type { BulkField, ExportColumn } from "./bulk/types.ts";

type Without<Type, Keys extends PropertyKey> = Type extends unknown ? Omit<Type, Keys> : never;

/** What a list knows of a field: how it is shown, filtered by, set for many at once, and written into a file. */
export interface NounField<Row> {
  /** The name of its column; the API's field, unless the filter and the bulk say another one. */
  id: string;
  label: string;
  column?: Without<Column<Row>, "id" | "header">;
  filter?: Without<FilterField, "id" | "label"> & { id?: string };
  bulk?: Without<BulkField, "id" | "label"> & { id?: string };
  /** As a file has it: the API's field, and what is written for values that are words of the program. */
  file?: Pick<ExportColumn, "field" | "words">;
}

/** The fields of a noun, each list of them for what needs it. */
export interface NounFields<Row> {
  columns: Column<Row>[];
  filters: FilterField[];
  bulk: BulkField[];
  exported: ExportColumn[];
}

/** Sorts a noun's fields by what they are good for. */
export function nounFields<Row>(fields: readonly NounField<Row>[]): NounFields<Row> {
  return {
    columns: fields.flatMap(({ id, label, column }) =>
      column ? [{ ...column, id, header: label }] : [],
    ),
    filters: fields.flatMap(({ id, label, filter }) =>
      filter ? [{ id, label, ...filter } as FilterField] : [],
    ),
    bulk: fields.flatMap(({ id, label, bulk }) =>
      bulk ? [{ id, label, ...bulk } as BulkField] : [],
    ),
    exported: fields.flatMap(({ id, label, column, file }) =>
      file ? [{ id, header: label, ...file, always: column ? undefined : true }] : [],
    ),
  };
}

/** What is written for the values of a choice. */
export function wordsOf(
  options: readonly { value: string; label: string }[],
): Record<string, string> {
  return Object.fromEntries(options.map(({ value, label }) => [value, label]));
}
