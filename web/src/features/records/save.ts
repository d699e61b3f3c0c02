import type { QueryClient } from "@tanstack/react-query";
import { ProblemError } from "@/api/problem.ts";
import { patchRecord, putRecord } from "./record-cache.ts";
import { keysOf, type Resource, type Versioned } from "./resource.ts";

/** One field that somebody else changed while this person worked. */
export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

/** The same field was changed by somebody else: nothing was saved, and the record is the current one. */
export class OverwriteError extends Error {
  readonly changes: readonly FieldChange[];

  constructor(changes: readonly FieldChange[]) {
    super("version_conflict");
    this.name = "OverwriteError";
    this.changes = changes;
  }
}

/** What came of saving: the record, and what others had changed before. */
export interface Saved<Row> {
  record: Row;
  meanwhile: readonly FieldChange[];
}

/* These differ after every change and say nothing about it. */
const ALWAYS = new Set(["version", "updated_at"]);

/** What differs between two states of a record, in the fields that people change. */
export function changesBetween(before: object, after: object): FieldChange[] {
  const old = before as Record<string, unknown>;
  return Object.entries(after)
    .filter(([field, value]) => !ALWAYS.has(field) && !same(old[field], value))
    .map(([field, value]) => ({ field, before: old[field] ?? null, after: value }));
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/**
 * Saves a change of a record that was seen as `base`. When somebody else changed it first, the
 * current record is taken; other fields of theirs stand beside ours, but the same field is not
 * overwritten: that is the person's decision.
 */
export async function saveChange<Row extends Versioned, Patch extends object>(
  client: QueryClient,
  resource: Resource<Row, Patch>,
  base: Row,
  patch: Patch,
): Promise<Saved<Row>> {
  const cached = client.getQueryData<Row>(keysOf(resource.noun).record(base.id));
  try {
    const record = await resource.update(base.id, (cached ?? base).version, patch);
    return { record, meanwhile: [] };
  } catch (error) {
    const current = currentOf<Row>(error);
    if (!current) throw error;
    const meanwhile = changesBetween(base, current);
    putRecord(client, resource.noun, current);
    if (meanwhile.some(({ field }) => field in patch)) throw new OverwriteError(meanwhile);
    patchRecord<Row>(client, resource.noun, base.id, patch as Partial<Row>);
    return { record: await resource.update(base.id, current.version, patch), meanwhile };
  }
}

function currentOf<Row>(error: unknown): Row | null {
  if (!(error instanceof ProblemError) || error.code !== "version_conflict") return null;
  return (error.current as Row | undefined) ?? null;
}

/** Takes the fields of a change back to what they were; the rest of the record stays. */
export function rollBack<Row extends Versioned>(
  client: QueryClient,
  noun: string,
  base: Row,
  patch: object,
): void {
  const old = base as unknown as Record<string, unknown>;
  const fields = Object.keys(patch).map((field) => [field, old[field]]);
  patchRecord<Row>(client, noun, base.id, Object.fromEntries(fields) as Partial<Row>);
}
