import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { convertLead, previewConversion, undoConversion } from "@/api/generated/sdk.gen.ts";
import type { Conversion, ConversionPreview, Lead } from "@/api/generated/types.gen.ts";
import { ifMatch } from "@/api/transport.ts";
import { BOARDS } from "@/features/deals/board-query.ts";
import { putRecord, refreshLists } from "@/features/records/record-cache.ts";
import { keysOf } from "@/features/records/resource.ts";

/** Choices that are no record's id. */
export const MAKE = "make";
export const NONE = "none";

/** What was chosen in the form: a record's id, `MAKE` or `NONE`, and the deal. */
export interface ConversionForm {
  company: string;
  contact: string;
  deal: boolean;
  dealName: string;
  amount: number | null;
}

/** What converting a lead would find and make. Never from the cache: it is about to be true. */
export function previewQuery(id: string) {
  return queryOptions({
    queryKey: [...keysOf("leads").record(id), "conversion"],
    gcTime: 0,
    queryFn: async ({ signal }) =>
      (await previewConversion({ path: { id }, signal, throwOnError: true })).data,
  });
}

/** What is chosen to begin with: whom one knows already, before making anybody anew. */
export function formOf(preview: ConversionPreview): ConversionForm {
  return {
    company: preview.companies[0]?.company.id ?? (preview.company_name ? MAKE : NONE),
    contact: preview.contacts[0]?.contact.id ?? MAKE,
    deal: true,
    dealName: preview.deal.name,
    amount: preview.deal.amount ?? null,
  };
}

/** The form as the API takes it. What a draft leaves out is the lead's. */
export function conversionOf(form: ConversionForm, preview: ConversionPreview): Conversion {
  const { pipeline_id, stage_id, currency } = preview.deal;
  return {
    company: choice(form.company, { name: preview.company_name ?? "" }),
    contact: choice(form.contact, {}),
    deal: form.deal
      ? { name: form.dealName.trim(), amount: form.amount, currency, pipeline_id, stage_id }
      : null,
  };
}

function choice<Draft>(chosen: string, draft: Draft): { id: string } | { create: Draft } | null {
  if (chosen === NONE) return null;
  return chosen === MAKE ? { create: draft } : { id: chosen };
}

/** Converts a lead that was seen in this version. */
export async function convert(lead: Lead, body: Conversion): Promise<Lead> {
  const headers = { "If-Match": ifMatch(lead.version) };
  return (await convertLead({ path: { id: lead.id }, headers, body, throwOnError: true })).data;
}

/** Takes a conversion back; the server refuses when somebody has gone on with the deal. */
export async function unconvert(lead: Lead): Promise<Lead> {
  const headers = { "If-Match": ifMatch(lead.version) };
  return (await undoConversion({ path: { id: lead.id }, headers, throwOnError: true })).data;
}

/** After a conversion, or taking one back: the lead is another, and so are the lists of what was made. */
export function showConverted(client: QueryClient, lead: Lead): void {
  putRecord(client, "leads", lead);
  void client.invalidateQueries({ queryKey: keysOf("leads").events(lead.id) });
  for (const noun of ["leads", "contacts", "companies", "deals"]) refreshLists(client, noun);
  void client.invalidateQueries({ queryKey: BOARDS });
}
