import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import {
  chooseImportSheet,
  getImport,
  listImportRows,
  listImports,
  runImport,
  undoImport,
  updateImport,
} from "@/api/generated/sdk.gen.ts";
import type {
  Import,
  ImportDetail,
  ImportRow,
  ListImportRowsData,
  MappingPatch,
  SheetFormat,
} from "@/api/generated/types.gen.ts";
import { ifMatch } from "@/api/transport.ts";
import { type UploadOptions, upload } from "@/api/upload.ts";
import type { NounName } from "./import-nouns.ts";

/** Bytes that a file has at most; the server refuses more. */
export const FILE_BYTES_MAX = 1024 * 1024 * 1024;
/** How often a running import is asked how far it is. The server writes that down once a second. */
const POLL_MS = 500;
const ROWS_OF_PAGE = 500;
const IMPORTS_OF_PAGE = 50;

const KEYS = {
  all: ["imports"] as const,
  list: ["imports", "list"] as const,
  detail: (id: string) => ["imports", "record", id] as const,
  rows: (id: string, outcome: string, at?: string | null) =>
    ["imports", "rows", id, outcome, at] as const,
};

/** What a row of an import did. */
export type RowOutcome = NonNullable<NonNullable<ListImportRowsData["query"]>["outcome"]>;

/** The imports that this person sees, the newest first. */
export const importsQuery = infiniteQueryOptions({
  queryKey: KEYS.list,
  queryFn: async ({ pageParam, signal }) => {
    const query = { cursor: pageParam, limit: IMPORTS_OF_PAGE };
    return (await listImports({ query, signal, throwOnError: true })).data;
  },
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next ?? undefined,
  // One that runs is told on until it has ended.
  refetchInterval: (query) =>
    query.state.data?.pages.some((page) =>
      page.items.some((one) => isRunning(one) || isUndoing(one)),
    )
      ? 2_000
      : false,
});

/** An import with how its file is read; asked again and again while it runs. */
export function importQuery(id: string) {
  return queryOptions({
    queryKey: KEYS.detail(id),
    queryFn: async ({ signal }) =>
      (await getImport({ path: { id }, signal, throwOnError: true })).data,
    refetchInterval: (query) =>
      query.state.data && !isSettled(query.state.data) ? POLL_MS : false,
  });
}

/** What the rows of an import did, or by its last dry run would do, in the order of the file. */
export function rowsQuery({ id, finished_at }: ImportDetail, outcome: RowOutcome) {
  return infiniteQueryOptions({
    queryKey: KEYS.rows(id, outcome, finished_at),
    queryFn: async ({ pageParam, signal }) => {
      const query = { outcome, cursor: pageParam, limit: ROWS_OF_PAGE };
      return (await listImportRows({ path: { id }, query, signal, throwOnError: true })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What an undo left as it is, or would leave, in the order of the file. */
export function stayedQuery({ id, state }: ImportDetail) {
  return infiniteQueryOptions({
    queryKey: KEYS.rows(id, "stayed", state),
    queryFn: async ({ pageParam, signal }) => {
      const query = { stayed: true, cursor: pageParam, limit: ROWS_OF_PAGE };
      return (await listImportRows({ path: { id }, query, signal, throwOnError: true })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** Whether an import runs at this moment, for good or to find out what it would do. */
export function isRunning({ state }: Pick<Import, "state">): boolean {
  return state === "running";
}

/** Whether an import is being undone, or it is being found out what that would do. */
export function isUndoing({ state }: Pick<Import, "state">): boolean {
  return state === "undoing" || state === "weighing";
}

/** Whether an import can still be undone. */
export function canUndo({ state, undo_until }: Pick<Import, "state" | "undo_until">): boolean {
  return state === "done" && !!undo_until && Date.parse(undo_until) > Date.now();
}

/** Whether nothing more happens by itself: it does not run, and search finds what it brought. */
function isSettled(one: Pick<Import, "state" | "searchable">): boolean {
  return !isRunning(one) && !isUndoing(one) && one.searchable;
}

/** Sends a file; the answer says what its columns are taken for. */
export function uploadFile(
  file: File,
  noun: NounName,
  options: Pick<UploadOptions, "onProgress" | "signal">,
): Promise<ImportDetail> {
  const query = new URLSearchParams({ noun, file_name: file.name });
  const type = /\.(csv|tsv|txt)$/i.test(file.name) ? "text/csv" : "application/octet-stream";
  return upload<ImportDetail>(`/api/imports?${query}`, file, { ...options, type });
}

/** Changes how an import's file is read; the server looks at the whole of it anew. */
export async function saveMapping(
  id: string,
  version: number,
  patch: MappingPatch,
): Promise<ImportDetail> {
  const headers = { "If-Match": ifMatch(version) };
  return (await updateImport({ path: { id }, headers, body: patch, throwOnError: true })).data;
}

/** Reads another sheet of an import's workbook. */
export async function readSheet(id: string, version: number, sheet: string): Promise<ImportDetail> {
  const headers = { "If-Match": ifMatch(version) };
  const options = { path: { id }, headers, body: { sheet }, throwOnError: true } as const;
  return (await chooseImportSheet(options)).data;
}

/** The sheet that is read of a workbook; none of a text file. */
export function sheetOf({ preview }: Pick<ImportDetail, "preview">): SheetFormat | null {
  const { format } = preview;
  return format && "sheet" in format ? format : null;
}

/** Starts an import, or finds out what it would do. */
export async function startRun(id: string, dry: boolean): Promise<ImportDetail> {
  return (await runImport({ path: { id }, body: { dry_run: dry }, throwOnError: true })).data;
}

/** Undoes an import, or finds out what that would do. */
export async function startUndo(id: string, dry: boolean): Promise<ImportDetail> {
  return (await undoImport({ path: { id }, body: { dry_run: dry }, throwOnError: true })).data;
}

/** Keeps an import where its pages look for it, and lets the list be asked anew. */
export function putImport(client: QueryClient, detail: ImportDetail): void {
  client.setQueryData(KEYS.detail(detail.id), detail);
  void client.invalidateQueries({ queryKey: KEYS.list });
}

/** The import as it was last heard of. */
export function knownImport(client: QueryClient, id: string): ImportDetail | undefined {
  return client.getQueryData(importQuery(id).queryKey);
}

/** Everything but the imports may be different after one: the records, their counts, the people, the figures. */
export function forgetOthers(client: QueryClient): void {
  void client.invalidateQueries({
    predicate: ({ queryKey: [first] }) => first !== KEYS.all[0] && first !== "session",
  });
}

export type { Import, ImportDetail, ImportRow, MappingPatch };
