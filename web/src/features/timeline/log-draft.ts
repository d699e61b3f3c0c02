import { keepDraft, readDraft } from "@/ui/forms/draft-store.ts";
import type { About, LogEntry, LogKind } from "./activities.ts";

const KINDS: readonly LogKind[] = ["note", "call", "meeting", "task"];

/** Where what somebody writes about a record is kept until it is saved. */
export function logDraftKey(userId: string, { noun, id }: About, kind: LogKind): string {
  return [userId, noun, id, kind].join(".");
}

/** The form that somebody has left half-written at a record, by a reload or by going elsewhere; null when there is none. */
export function openDraft(userId: string, about: About): LogKind | null {
  return KINDS.find((kind) => readDraft(logDraftKey(userId, about, kind))) ?? null;
}

/** What a form holds now. */
export function entryOf(kind: LogKind, form: HTMLFormElement): LogEntry {
  const data = new FormData(form);
  const typed = (name: string) => String(data.get(name) ?? "");
  return {
    kind,
    subject: typed("subject"),
    text: typed("text"),
    minutes: typed("minutes"),
    due: typed("due"),
  };
}

/** Keeps what a form holds; an empty one is no draft. */
export function keepEntry(key: string, entry: LogEntry): void {
  const { subject, text, minutes, due } = entry;
  keepDraft(key, subject + text + minutes + due === "" ? null : entry);
}
