import {
  countLeads,
  getLead,
  listLeads,
  restoreLead,
  trashLead,
  updateLead,
} from "@/api/generated/sdk.gen.ts";
import type { Lead, LeadPatch } from "@/api/generated/types.gen.ts";
import { ifMatch } from "@/api/transport.ts";
import type { Resource } from "@/features/records/resource.ts";

/** The calls about leads. */
export const leads: Resource<Lead, LeadPatch, "leads"> = {
  noun: "leads",
  page: async (query, signal) => (await listLeads({ query, signal, throwOnError: true })).data,
  count: async (query, signal) => (await countLeads({ query, signal, throwOnError: true })).data,
  get: async (id, signal) => (await getLead({ path: { id }, signal, throwOnError: true })).data,
  update: async (id, version, body) =>
    (
      await updateLead({
        path: { id },
        headers: { "If-Match": ifMatch(version) },
        body,
        throwOnError: true,
      })
    ).data,
  trash: (id) => trashLead({ path: { id }, throwOnError: true }),
  restore: async (id) => (await restoreLead({ path: { id }, throwOnError: true })).data,
};
