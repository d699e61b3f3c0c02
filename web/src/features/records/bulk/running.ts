import { useSyncExternalStore } from "react";
import { getBulk } from "@/api/generated/sdk.gen.ts";
import type { Bulk, BulkReport } from "@/api/generated/types.gen.ts";
import { inWords } from "@/i18n/i18n.ts";

/** A bulk or an export that is under way, as the page shows it. */
export interface Running {
  id: string;
  noun: string;
  label: string;
  done: number;
  total: number;
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
  const show = (one: Bulk) =>
    showProgress({ id: bulk.id, noun, label, done: one.position, total: one.total });
  show(bulk);
  try {
    for (let polls = 0, failures = 0; ; polls++) {
      await new Promise((after) => setTimeout(after, polls < 8 ? SOON_MS : LATER_MS));
      try {
        const { data } = await getBulk({ path: { id: bulk.id }, throwOnError: true });
        if (data.state !== "running" && data.state !== "undoing") return data;
        show(data);
        failures = 0;
      } catch (error) {
        failures++;
        if (failures > FAILURES_MAX) throw error;
      }
    }
  } finally {
    endProgress(bulk.id);
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
