import { useSyncExternalStore } from "react";
import { getBulk, getExport } from "@/api/generated/sdk.gen.ts";
import type { Bulk, BulkReport, Export } from "@/api/generated/types.gen.ts";
import { inWords } from "@/i18n/i18n.ts";

/** A bulk or an export that is under way, as the page shows it. */
export interface Running {
  id: string;
  noun: string;
  label: string;
  done: number;
  total: number;
  /** Gives it up, where that can be. */
  onCancel?: () => void;
}

const SOON_MS = 250;
const LATER_MS = 1_000;
/** Polls that may fail one after the other: a connection that is away for a moment loses nothing. */
const FAILURES_MAX = 10;

/* Outside React: a bulk goes on, and is told of, whichever page is looked at meanwhile. */
let running: readonly Running[] = [];
const watchers = new Set<() => void>();

function set(next: readonly Running[]): void {
  running = next;
  for (const watch of watchers) watch();
}

/** Shows how far something is. */
export function showProgress(one: Running): void {
  const others = running.filter(({ id }) => id !== one.id);
  set([...others, one]);
}

/** It has ended. */
export function endProgress(id: string): void {
  set(running.filter((one) => one.id !== id));
}

/** What is under way for a noun. */
export function useRunning(noun: string): readonly Running[] {
  const all = useSyncExternalStore(
    (watch) => {
      watchers.add(watch);
      return () => watchers.delete(watch);
    },
    () => running,
  );
  return all.filter((one) => one.noun === noun);
}

/** Waits for a bulk to end, showing how far it is. */
export async function watchBulk(bulk: Bulk, noun: string, label: string): Promise<BulkReport> {
  const show = ({ position, total }: Bulk) =>
    showProgress({ id: bulk.id, noun, label, done: position, total });
  const ask = async () => (await getBulk({ path: { id: bulk.id }, throwOnError: true })).data;
  const ended = ({ state }: BulkReport) => state !== "running" && state !== "undoing";
  show(bulk);
  return watch(bulk.id, ask, ended, show);
}

/** Waits for an export's file, showing how far it is. */
export async function watchExport(
  started: Export,
  noun: string,
  label: string,
  onCancel: () => void,
): Promise<Export> {
  const { id } = started;
  const show = ({ rows, total }: Export) =>
    showProgress({ id, noun, label, done: rows, total, onCancel });
  const ask = async () => (await getExport({ path: { id }, throwOnError: true })).data;
  show(started);
  return watch(id, ask, ({ state }) => state !== "running", show);
}

async function watch<One>(
  id: string,
  ask: () => Promise<One>,
  ended: (one: One) => boolean,
  show: (one: One) => void,
): Promise<One> {
  try {
    for (let polls = 0, failures = 0; ; polls++) {
      await new Promise((after) => setTimeout(after, polls < 8 ? SOON_MS : LATER_MS));
      try {
        const now = await ask();
        if (ended(now)) return now;
        show(now);
        failures = 0;
      } catch (error) {
        failures++;
        if (failures > FAILURES_MAX) throw error;
      }
    }
  } finally {
    endProgress(id);
  }
}

/** How many records came out so, and the commonest reason where there is one. */
export function outcomeOf(report: BulkReport, outcome: string): { count: number; reason: string } {
  const these = report.outcomes.filter((one) => one.outcome === outcome);
  const told = these.find(({ message }) => message);
  return {
    count: these.reduce((sum, { count }) => sum + count, 0),
    reason: told?.message ? inWords(told.code ?? "", told.message) : "",
  };
}
