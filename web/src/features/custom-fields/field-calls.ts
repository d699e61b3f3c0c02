import type { QueryClient } from "@tanstack/react-query";
import type {
  CustomField,
  CustomFieldDraft,
  CustomFieldPatch,
  Noun,
} from "@/api/generated/types.gen.ts";
import { request } from "@/api/transport.ts";
import { type SettingChange, useSettingChange } from "@/features/settings/use-setting-change.ts";
import { customFieldsQuery } from "./custom-fields.ts";

export const defineField = (body: CustomFieldDraft) =>
  request<CustomField>("/api/custom_fields", { method: "POST", body });

export const changeField = (id: string, version: number, body: CustomFieldPatch) =>
  request<CustomField>(`/api/custom_fields/${id}`, { method: "PATCH", body, ifMatch: version });

export const trashField = (id: string) =>
  request<CustomField>(`/api/custom_fields/${id}`, { method: "DELETE" });

export const restoreField = (id: string) =>
  request<CustomField>(`/api/custom_fields/${id}/restore`, { method: "POST" });

/** Changes a noun's custom fields, and what is shown of them on lists and records. */
export function useFieldChange<Given, Answer>(
  noun: Noun,
  change: SettingChange<CustomField, Given, Answer>,
) {
  return useSettingChange({ queryKey: customFieldsQuery(noun).queryKey, refresh }, change);
}

async function refresh(client: QueryClient): Promise<void> {
  void client.invalidateQueries({ queryKey: ["custom-values"] });
  await client.invalidateQueries({ queryKey: ["custom-fields"] });
}
