import { useEffect } from "react";
import { isRecordNoun, type RecordRef } from "@/features/records/record-ref.ts";
import { useSession } from "@/features/session/session-context.tsx";

/** A record that was looked at, and what it was called then. */
export interface RecentRecord extends RecordRef {
  name: string;
}

const KEPT = 12;
const PREFIX = "kontaly.recent.";

/** What this person looked at on this device, the newest first. */
export function recentRecords(userId: string): RecentRecord[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PREFIX + userId) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isRecent) : [];
  } catch {
    return [];
  }
}

/** Puts a record before all others. */
export function rememberRecord(userId: string, record: RecentRecord): void {
  const others = recentRecords(userId).filter(({ id }) => id !== record.id);
  try {
    localStorage.setItem(PREFIX + userId, JSON.stringify([record, ...others].slice(0, KEPT)));
  } catch {
    // Without storage nothing is recent.
  }
}

/** Whoever signs out leaves no names behind on the device. */
export function forgetRecent(): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

/** Says which record is being looked at; one in the trash is not worth coming back to. */
export function useRecent({ noun, id, name }: RecentRecord, alive: boolean): void {
  const { user } = useSession();
  useEffect(() => {
    if (alive) rememberRecord(user.id, { noun, id, name });
  }, [user.id, noun, id, name, alive]);
}

function isRecent(value: unknown): value is RecentRecord {
  if (typeof value !== "object" || value === null) return false;
  const { noun, id, name } = value as Record<string, unknown>;
  return (
    typeof noun === "string" &&
    isRecordNoun(noun) &&
    typeof id === "string" &&
    typeof name === "string"
  );
}
