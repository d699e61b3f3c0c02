import { queryOptions } from "@tanstack/react-query";
import type { Activity } from "@/api/generated/types.gen.ts";
import { ProblemError } from "@/api/problem.ts";
import { request } from "@/api/transport.ts";
import { dealKey } from "./deal-cache.ts";
import type { DealChange } from "./types.ts";

/** Entries of a timeline that come at once. */
const ENTRIES = 50;

/** One entry of a deal's timeline. */
export type StoryEntry =
  | { kind: "change"; at: string; change: DealChange }
  | { kind: "activity"; at: string; activity: Activity };

/** Where a deal's timeline is kept: it goes stale with the deal. */
export function storyKey(dealId: string) {
  return [...dealKey(dealId), "story"] as const;
}

/** What happened to a deal and what was done about it, the newest first. */
export function storyQuery(dealId: string, withActivities: boolean) {
  return queryOptions({
    queryKey: storyKey(dealId),
    queryFn: async ({ signal }): Promise<StoryEntry[]> => {
      const ofDeal = JSON.stringify({ field: "deal_id", op: "eq", value: dealId });
      const params = new URLSearchParams({ filter: ofDeal, sort: "-at", limit: String(ENTRIES) });
      const [changes, activities] = await Promise.all([
        request<{ items: DealChange[] }>(`/api/deals/${dealId}/history?limit=${ENTRIES}`, {
          signal,
        }),
        withActivities
          ? request<{ items: Activity[] }>(`/api/activities?${params}`, { signal }).catch(none)
          : { items: [] },
      ]);
      return mergeStory(changes.items, activities.items);
    },
  });
}

/** A workspace that keeps no activities has none to show. */
function none(error: unknown): { items: Activity[] } {
  if (error instanceof ProblemError && error.status === 404) return { items: [] };
  throw error;
}

/** Both lists as one, the newest first. */
export function mergeStory(
  changes: readonly DealChange[],
  activities: readonly Activity[],
): StoryEntry[] {
  const entries: StoryEntry[] = [
    ...changes.map((change) => ({ kind: "change" as const, at: change.at, change })),
    ...activities.map((activity) => ({ kind: "activity" as const, at: activity.at, activity })),
  ];
  return entries.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** The newest change of a deal. */
export async function latestChange(dealId: string): Promise<DealChange | undefined> {
  const page = await request<{ items: DealChange[] }>(`/api/deals/${dealId}/history?limit=1`);
  return page.items[0];
}
