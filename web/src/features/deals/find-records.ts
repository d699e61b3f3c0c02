import { request } from "@/api/transport.ts";
import type { RecordOption } from "@/ui/forms/record-picker.tsx";

const FOUND_MAX = 8;

/** Finds records of a noun by a part of their name. */
export function finder(path: "/api/companies" | "/api/contacts" | "/api/products") {
  return async (text: string, signal: AbortSignal): Promise<RecordOption[]> => {
    const params = new URLSearchParams({ limit: String(FOUND_MAX), sort: "name" });
    if (text.trim() !== "")
      params.set("filter", JSON.stringify({ field: "name", op: "contains", value: text.trim() }));
    const page = await request<{ items: { id: string; name: string }[] }>(`${path}?${params}`, {
      signal,
    });
    return page.items.map(({ id, name }) => ({ id, label: name }));
  };
}

export const findCompanies = finder("/api/companies");
export const findContacts = finder("/api/contacts");
export const findProducts = finder("/api/products");
