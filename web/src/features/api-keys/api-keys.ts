import { queryOptions } from "@tanstack/react-query";
import type { ApiKey, ApiKeyDraft, NewApiKey } from "@/api/generated/types.gen.ts";
import { request } from "@/api/transport.ts";

/** The keys that nobody has revoked, the newest first. */
export const apiKeysQuery = queryOptions({
  queryKey: ["api-keys"],
  queryFn: ({ signal }) => request<ApiKey[]>("/api/api-keys", { signal }),
});

export const makeKey = (draft: ApiKeyDraft) =>
  request<NewApiKey>("/api/api-keys", { method: "POST", body: draft });

export const revokeKey = (id: string) => request<void>(`/api/api-keys/${id}`, { method: "DELETE" });

/** How long a key may live, in days; 0 is until it is revoked. */
export const LIVES = [30, 90, 365, 0] as const;

const DAY = 24 * 60 * 60 * 1000;

/** When a key of so many days ends. */
export function endOf(days: number, now: number): string | null {
  return days === 0 ? null : new Date(now + days * DAY).toISOString();
}

/** Whether a key ends soon enough to be replaced now. */
export function endsSoon(key: ApiKey, now: number): boolean {
  return key.expires_at ? Date.parse(key.expires_at) - now < 14 * DAY : false;
}

/** Whether a key has ended by itself. */
export function hasEnded(key: ApiKey, now: number): boolean {
  return key.expires_at ? Date.parse(key.expires_at) <= now : false;
}
