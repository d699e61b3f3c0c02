import type { ExportDraft, FileFormat } from "@/api/generated/types.gen.ts";
import type { BulkNoun, BulkScope, ExportColumn } from "./types.ts";

/* Ids of one condition: what the API takes at most. */
const IDS_MAX = 200;

/** What the server is asked to take out. */
export function exportDraft(
  {
    bulk,
    scope,
    sort,
    shown,
  }: { bulk: BulkNoun; scope: BulkScope; sort: string; shown: readonly string[] },
  format: FileFormat,
  which: "shown" | "all",
): ExportDraft {
  const columns = which === "all" ? bulk.exported : shownOf(bulk.exported, shown);
  return {
    noun: bulk.singular,
    filter: "ids" in scope ? oneOf(scope.ids) : scope.filter,
    sort,
    format,
    right_to_left: document.documentElement.dir === "rtl",
    columns: columns.map(({ field, header, words = {} }) => ({ field, header, words })),
  };
}

function oneOf(ids: readonly string[]): string {
  const chunks = Math.ceil(ids.length / IDS_MAX);
  const parts = Array.from({ length: chunks }, (_, at) => ({
    field: "id",
    op: "in",
    value: ids.slice(at * IDS_MAX, (at + 1) * IDS_MAX),
  }));
  return JSON.stringify(parts.length === 1 ? parts[0] : { or: parts });
}

/* In the order of the list; what has no column of its own, such as a currency, goes along. */
function shownOf(columns: readonly ExportColumn[], shown: readonly string[]): ExportColumn[] {
  const listed = shown.flatMap((id) => columns.find((column) => column.id === id) ?? []);
  return [...listed, ...columns.filter(({ always }) => always)];
}
