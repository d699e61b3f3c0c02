import { t } from "@lingui/core/macro";
import { listDeals, listLeads, search } from "@/api/generated/sdk.gen.ts";
import { isRecordNoun, type RecordNoun, refText } from "@/features/records/record-ref.ts";
import type { RecordOption } from "@/ui/forms/record-picker.tsx";

/** Hits of each noun, and records that are offered before anything was typed. */
const HITS = 5;

/** Finds leads, contacts, companies and deals by the beginnings of words; without any, one's own newest. */
export async function findRecords(text: string, signal: AbortSignal): Promise<RecordOption[]> {
  if (text.trim() === "") return newest(signal);
  const { data } = await search({
    query: { q: text.trim(), noun: "lead,contact,company,deal", limit: HITS },
    signal,
    throwOnError: true,
  });
  return data.groups.flatMap(({ noun, hits }) =>
    isRecordNoun(noun) ? hits.map((hit) => option(noun, hit.id, hit.title, hit.subtitle)) : [],
  );
}

async function newest(signal: AbortSignal): Promise<RecordOption[]> {
  const filter = JSON.stringify({ field: "owner_id", op: "eq", value: "me" });
  const query = { filter, sort: "-created_at", limit: HITS };
  const [leads, deals] = await Promise.all([
    listLeads({ query, signal, throwOnError: true }),
    listDeals({ query, signal, throwOnError: true }),
  ]);
  return [
    ...leads.data.items.map((lead) => option("lead", lead.id, lead.name, lead.company_name)),
    ...deals.data.items.map((deal) => option("deal", deal.id, deal.name, deal.company_name)),
  ];
}

function option(
  noun: RecordNoun,
  id: string,
  label: string,
  about: string | null | undefined,
): RecordOption {
  const words = { lead: t`Lead`, contact: t`Contact`, company: t`Company`, deal: t`Deal` };
  const detail = [words[noun], about].filter(Boolean).join(" · ");
  return { id: refText({ noun, id }), label, detail };
}
