import {
  countCompanies,
  getCompany,
  listCompanies,
  restoreCompany,
  trashCompany,
  updateCompany,
} from "@/api/generated/sdk.gen.ts";
import type { Company, CompanyPatch } from "@/api/generated/types.gen.ts";
import { ifMatch } from "@/api/transport.ts";
import type { Resource } from "@/features/records/resource.ts";

/** The calls about companies. */
export const companies: Resource<Company, CompanyPatch, "companies"> = {
  noun: "companies",
  page: async (query, signal) => (await listCompanies({ query, signal, throwOnError: true })).data,
  count: async (query, signal) =>
    (await countCompanies({ query, signal, throwOnError: true })).data,
  get: async (id, signal) => (await getCompany({ path: { id }, signal, throwOnError: true })).data,
  update: async (id, version, body) =>
    (
      await updateCompany({
        path: { id },
        headers: { "If-Match": ifMatch(version) },
        body,
        throwOnError: true,
      })
    ).data,
  trash: (id) => trashCompany({ path: { id }, throwOnError: true }),
  restore: async (id) => (await restoreCompany({ path: { id }, throwOnError: true })).data,
};
