import {
  countContacts,
  getContact,
  listContacts,
  restoreContact,
  trashContact,
  updateContact,
} from "@/api/generated/sdk.gen.ts";
import type { Contact, ContactPatch } from "@/api/generated/types.gen.ts";
import { ifMatch } from "@/api/transport.ts";
import type { Resource } from "@/features/records/resource.ts";

/** The calls about contacts. */
export const contacts: Resource<Contact, ContactPatch, "contacts"> = {
  noun: "contacts",
  page: async (query, signal) => (await listContacts({ query, signal, throwOnError: true })).data,
  count: async (query, signal) => (await countContacts({ query, signal, throwOnError: true })).data,
  get: async (id, signal) => (await getContact({ path: { id }, signal, throwOnError: true })).data,
  update: async (id, version, body) =>
    (
      await updateContact({
        path: { id },
        headers: { "If-Match": ifMatch(version) },
        body,
        throwOnError: true,
      })
    ).data,
  trash: (id) => trashContact({ path: { id }, throwOnError: true }),
  restore: async (id) => (await restoreContact({ path: { id }, throwOnError: true })).data,
};
