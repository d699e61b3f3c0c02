import { createExport } from "@/api/generated/sdk.gen.ts";
import type { Noun } from "@/api/generated/types.gen.ts";
import { csvText } from "@/ui/csv-text.ts";
import type { Resource, Versioned } from "../resource.ts";
import type { BulkScope, ExportColumn } from "./types.ts";

/* Rows of a page, and ids of one filter: what the API gives and takes at most. */
const PAGE_ROWS = 200;

/** What the file is made of. */
export interface ExportJob<Row extends Versioned> {
  resource: Resource<Row, never>;
  /** As the API calls one of them. */
  singular: Noun;
  scope: BulkScope;
  sort: string;
  columns: readonly ExportColumn<Row>[];
  onProgress: (rows: number) => void;
}

/**
 * The records as CSV, page by page through the list's own door: the same row rule, and no more memory on the server
 * than for one page. It begins with a mark that tells spreadsheets that it is UTF-8.
 */
export async function exportFile<Row extends Versioned>(job: ExportJob<Row>): Promise<Blob> {
  const filters = filtersOf(job.scope);
  // first of all it is written down who takes what; without that there is no file
  const body = {
    noun: job.singular,
    filter: anyOf(filters),
    columns: job.columns.map(({ id }) => id),
  };
  await createExport({ body, throwOnError: true });
  const parts: string[] = ["\uFEFF", csvText([job.columns.map(({ header }) => header)])];
  let rows = 0;
  for (const filter of filters) {
    let cursor: string | undefined;
    do {
      const page = await job.resource.page(
        { filter, sort: job.sort, cursor, limit: PAGE_ROWS },
        new AbortController().signal,
      );
      const cells = page.items.map((row) => Promise.all(job.columns.map(({ text }) => text(row))));
      parts.push(csvText(await Promise.all(cells)));
      rows += page.items.length;
      job.onProgress(rows);
      cursor = page.next ?? undefined;
    } while (cursor);
  }
  return new Blob(parts, { type: "text/csv;charset=utf-8" });
}

function filtersOf(scope: BulkScope): (string | undefined)[] {
  if (!("ids" in scope)) return [scope.filter];
  const chunks = Math.ceil(scope.ids.length / PAGE_ROWS);
  return Array.from({ length: chunks }, (_, at) =>
    JSON.stringify({
      field: "id",
      op: "in",
      value: scope.ids.slice(at * PAGE_ROWS, (at + 1) * PAGE_ROWS),
    }),
  );
}

function anyOf(filters: readonly (string | undefined)[]): string | undefined {
  if (filters.length < 2) return filters[0];
  return JSON.stringify({ or: filters.map((filter) => JSON.parse(filter ?? '{"and":[]}')) });
}

/** Hands a file to the browser's downloads. */
export function download(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
