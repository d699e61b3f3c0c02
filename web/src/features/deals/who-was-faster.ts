import { t } from "@lingui/core/macro";
import type { QueryClient } from "@tanstack/react-query";
import { listEventsOfRecord } from "@/api/generated/sdk.gen.ts";
import { peopleQuery } from "@/features/people/people.ts";
import { findStage, pipelinesQuery } from "@/features/pipelines/pipelines.ts";
import { toast } from "@/ui/overlay/toast.tsx";
import type { Deal } from "./types.ts";

/** Says who was faster, and where the deal is now: it has gone there before one's eyes. */
export async function sayWhoWasFaster(client: QueryClient, deal: Deal): Promise<void> {
  const latest = await listEventsOfRecord({
    path: { noun: "deals", id: deal.id },
    query: { limit: 1 },
    throwOnError: true,
  }).catch(() => undefined);
  const event = latest?.data.items[0];
  const who = event?.actor_name ?? t`Somebody`;
  const changed = new Set(event?.changes.map(({ field }) => field));
  toast(words(client, deal, who, changed), {
    tone: "bad",
    detail: t`You see it as it is now. Move it again if you still want to.`,
  });
}

function words(client: QueryClient, deal: Deal, who: string, changed: Set<string>): string {
  if (changed.has("stage_id")) {
    const stage = findStage(client.getQueryData(pipelinesQuery.queryKey) ?? [], deal.stage_id);
    return t`${who} moved ${deal.name} to ${stage?.name ?? ""} first`;
  }
  if (changed.has("owner_id")) {
    const people = client.getQueryData(peopleQuery.queryKey) ?? [];
    const owner = people.find(({ id }) => id === deal.owner_id)?.name ?? t`the pool`;
    return t`${who} moved ${deal.name} to ${owner} first`;
  }
  if (changed.has("expected_close_date")) {
    const day = deal.expected_close_date ?? t`no date`;
    return t`${who} moved the expected close of ${deal.name} to ${day} first`;
  }
  return t`${who} changed ${deal.name} a moment ago`;
}
