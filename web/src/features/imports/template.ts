import { csvText } from "@/ui/csv-text.ts";
import type { ImportNoun } from "./import-nouns.ts";

/** A small file to fill in, as an address that a link can download. With a byte order mark, which spreadsheets want. */
export function templateHref({ template }: Pick<ImportNoun, "template">): string {
  return csvHref([template.headings, template.row]);
}

/** Rows as a CSV file that a link can download. */
export function csvHref(rows: readonly (readonly string[])[]): string {
  return `data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${csvText(rows)}`)}`;
}
