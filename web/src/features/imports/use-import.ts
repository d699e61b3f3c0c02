import {
  type Mutation,
  type QueryClient,
  useMutation,
  useMutationState,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { ImportDetail, Mapping, MappingPatch } from "@/api/generated/types.gen.ts";
import { ProblemError } from "@/api/problem.ts";
import { withFieldWords } from "./field-words.ts";
import {
  forgetOthers,
  importQuery,
  isRunning,
  knownImport,
  putImport,
  readSheet,
  saveMapping,
  startRun,
  startUndo,
} from "./imports.ts";
import { applyPatch } from "./mapping.ts";

/** An import as its steps work with it. */
export interface ImportView {
  detail: ImportDetail;
  /** When the server said so, in milliseconds of this machine's clock. */
  readAt: number;
  /** The mapping with the changes that are still on their way. */
  mapping: Mapping;
  /** Changes are on their way: what the preview says is about the mapping before. */
  saving: boolean;
  save: (patch: MappingPatch) => void;
  /** The last change was refused or got lost; the mapping is what it was before. */
  saveError: Error | null;
  saveAgain: () => void;
  /** Reads another sheet of the workbook; what was said about the columns of this one is forgotten. */
  chooseSheet: (sheet: string) => void;
  sheetError: Error | null;
  /** Starts the import, or finds out what it would do. */
  run: (dry: boolean) => void;
  starting: boolean;
  runError: Error | null;
  /** Undoes the import, or finds out what that would do. */
  undo: (dry: boolean) => void;
  undoing: boolean;
  /** Either was asked for here. */
  undoAsked: boolean;
  undoError: Error | null;
}

const saveKey = (id: string) => ["imports", "save", id] as const;

/** Loads an import, saves changes of its mapping one after the other, and runs it. */
export function useImport(id: string): ImportView | null {
  const client = useQueryClient();
  const { data: detail, dataUpdatedAt } = useQuery({
    ...importQuery(id),
    select: withFieldWords,
    throwOnError: (_error, query) => query.state.data === undefined,
  });
  const pending = usePending(id);
  const save = useMutation({
    mutationKey: saveKey(id),
    scope: { id: `import-${id}` },
    mutationFn: (patch: MappingPatch) => saveInTurn(client, id, patch),
    onSuccess: (saved) => putImport(client, saved),
  });
  const sheet = useMutation({
    scope: { id: `import-${id}` },
    mutationFn: async (name: string) => readSheet(id, (await whenIdle(client, id)).version, name),
    onSuccess: (read) => putImport(client, read),
  });
  const run = useMutation({
    mutationFn: (dry: boolean) => startRun(id, dry),
    onSuccess: (started) => putImport(client, started),
    // Another window may have started it: what is true now is shown.
    onError: () => client.invalidateQueries({ queryKey: importQuery(id).queryKey }),
  });
  const undo = useMutation({
    mutationFn: (dry: boolean) => startUndo(id, dry),
    onSuccess: (started) => putImport(client, started),
    onError: () => client.invalidateQueries({ queryKey: importQuery(id).queryKey }),
  });
  useEnd(client, detail?.state);
  if (!detail) return null;
  return {
    detail,
    readAt: dataUpdatedAt,
    mapping: pending.reduce(applyPatch, detail.mapping),
    saving: pending.length > 0 || sheet.isPending,
    save: save.mutate,
    saveError: save.error,
    saveAgain: () => save.variables && save.mutate(save.variables),
    chooseSheet: sheet.mutate,
    sheetError: sheet.error,
    run: run.mutate,
    starting: run.isPending,
    runError: run.error,
    undo: undo.mutate,
    undoing: undo.isPending,
    undoAsked: !undo.isIdle,
    undoError: undo.error,
  };
}

function usePending(id: string): MappingPatch[] {
  const waiting = useMutationState({
    filters: { mutationKey: saveKey(id), status: "pending" },
    select: (mutation: Mutation<ImportDetail, Error, MappingPatch>) => mutation.state.variables,
  });
  return waiting.filter((patch) => patch !== undefined);
}

/* A file that is being read cannot be read otherwise at the same time; and the version is the newest one. */
async function saveInTurn(
  client: QueryClient,
  id: string,
  patch: MappingPatch,
): Promise<ImportDetail> {
  const { version } = await whenIdle(client, id);
  try {
    return await saveMapping(id, version, patch);
  } catch (error) {
    if (!(error instanceof ProblemError) || !TAKEN_OVER.includes(error.code)) throw error;
    // Somebody else changed or checked it: on top of what is there now.
    await client.invalidateQueries({ queryKey: importQuery(id).queryKey });
    return saveMapping(id, (await whenIdle(client, id)).version, patch);
  }
}

const TAKEN_OVER = ["version_conflict", "import_running"];
const LOOK_AGAIN_MS = 300;

async function whenIdle(client: QueryClient, id: string): Promise<ImportDetail> {
  const known = knownImport(client, id);
  if (known && !isRunning(known)) return known;
  const now = await client.fetchQuery({ ...importQuery(id), staleTime: 0 });
  if (!isRunning(now)) return now;
  await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  return whenIdle(client, id);
}

/* When an import or its undo ends, every list and figure may be another one. */
function useEnd(client: QueryClient, state: string | undefined): void {
  const before = useRef(state);
  useEffect(() => {
    const ended = before.current === "running" ? state === "done" : before.current === "undoing";
    if (ended && state !== "undoing") forgetOthers(client);
    before.current = state;
  }, [client, state]);
}
