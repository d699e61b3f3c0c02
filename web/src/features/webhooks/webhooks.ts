import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type {
  Delivery,
  PageDelivery,
  Webhook,
  WebhookDraft,
  WebhookPatch,
  WebhookSecret,
} from "@/api/generated/types.gen.ts";
import { request } from "@/api/transport.ts";

/** Where programs are told what happens, the newest first. */
export const webhooksQuery = queryOptions({
  queryKey: ["webhooks"],
  queryFn: ({ signal }) => request<Webhook[]>("/api/webhooks", { signal }),
});

/** What a webhook was told lately. What waits is looked for again, soon. */
export const logQuery = (id: string) =>
  queryOptions({
    queryKey: ["webhooks", id, "log"],
    queryFn: ({ signal }) => request<PageDelivery>(`/api/webhooks/${id}/deliveries`, { signal }),
    refetchInterval: ({ state }) => (state.data?.items.some(isWaiting) ? 2_000 : 10_000),
  });

/** What a webhook's signatures are verified with. */
export const secretQuery = (id: string) =>
  queryOptions({
    queryKey: ["webhooks", id, "secret"],
    gcTime: 0,
    queryFn: ({ signal }) => request<WebhookSecret>(`/api/webhooks/${id}/secret`, { signal }),
  });

export const makeWebhook = (draft: WebhookDraft) =>
  request<Webhook>("/api/webhooks", { method: "POST", body: draft });

export const changeWebhook = (webhook: Webhook, body: WebhookPatch) =>
  request<Webhook>(`/api/webhooks/${webhook.id}`, {
    method: "PATCH",
    body,
    ifMatch: webhook.version,
  });

export const deleteWebhook = (id: string) =>
  request<void>(`/api/webhooks/${id}`, { method: "DELETE" });

export const rotateSecret = (id: string) =>
  request<Webhook>(`/api/webhooks/${id}/rotate`, { method: "POST" });

export const ping = (id: string) => request<void>(`/api/webhooks/${id}/ping`, { method: "POST" });

export const replay = (id: string, delivery: string) =>
  request<Delivery>(`/api/webhooks/${id}/deliveries/${delivery}/replay`, { method: "POST" });

/** Asks anew for the webhooks and their logs. */
export const refreshWebhooks = (client: QueryClient) =>
  client.invalidateQueries({ queryKey: webhooksQuery.queryKey });

/** Whether something is still to be told. */
export function isWaiting({ delivered_at, gave_up_at }: Delivery): boolean {
  return !delivered_at && !gave_up_at;
}

/** What a webhook can be told of, in the order in which it is offered. */
export const NOUN_WORDS: Record<string, MessageDescriptor> = {
  lead: msg`Leads`,
  contact: msg`Contacts`,
  company: msg`Companies`,
  deal: msg`Deals`,
  activity: msg`Activities`,
  product: msg`Products`,
};
