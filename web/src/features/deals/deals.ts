import {
  countDeals,
  getDeal,
  listDeals,
  restoreDeal,
  trashDeal,
  updateDeal,
} from "@/api/generated/sdk.gen.ts";
import type { Deal, DealPatch } from "@/api/generated/types.gen.ts";
import { ifMatch } from "@/api/transport.ts";
import type { Resource } from "@/features/records/resource.ts";

/** The calls about deals, for their list. */
export const deals: Resource<Deal, DealPatch, "deals"> = {
  noun: "deals",
  page: async (query, signal) => (await listDeals({ query, signal, throwOnError: true })).data,
  count: async (query, signal) => (await countDeals({ query, signal, throwOnError: true })).data,
  get: async (id, signal) => (await getDeal({ path: { id }, signal, throwOnError: true })).data,
  update: async (id, version, body) =>
    (
      await updateDeal({
        path: { id },
        headers: { "If-Match": ifMatch(version) },
        body,
        throwOnError: true,
      })
    ).data,
  trash: (id) => trashDeal({ path: { id }, throwOnError: true }),
  restore: async (id) => (await restoreDeal({ path: { id }, throwOnError: true })).data,
};
