import { t } from "@lingui/core/macro";
import { search } from "@/api/generated/sdk.gen.ts";
import type { SearchHit } from "@/api/generated/types.gen.ts";
import { isRecordNoun, recordHref } from "@/features/records/record-ref.ts";

/** Something that the server found, and where it is. */
export interface Found {
  id: string;
  label: string;
  detail: string;
  href: string;
}

const HITS = 5;

/** Finds records of every noun that has a page by the beginnings of words; an activity leads to its record. */
export function findEverything(text: string, signal: AbortSignal): Promise<Found[]> {
  return findSimilar(text.trim(), "lead,contact,company,deal,activity", signal);
}

/** Finds records of some nouns that hold all these words, or words that begin so. */
export async function findSimilar(
  text: string,
  noun: string,
  signal: AbortSignal,
): Promise<Found[]> {
  const query = { q: text, noun, limit: HITS };
  const { data } = await search({ query, signal, throwOnError: true });
  return data.groups.flatMap(({ noun: of, hits }) => hits.flatMap((hit) => found(of, hit)));
}

function found(noun: string, hit: SearchHit): Found[] {
  const on = isRecordNoun(noun) ? { noun, id: hit.id } : hit.about;
  if (!on || !isRecordNoun(on.noun)) return [];
  const detail = [nounWord(noun), hit.subtitle].filter(Boolean).join(" · ");
  return [{ id: hit.id, label: hit.title, detail, href: recordHref({ noun: on.noun, id: on.id }) }];
}

/** What one record of a noun is called. */
export function nounWord(noun: string): string {
  const words: Record<string, string> = {
    lead: t`Lead`,
    contact: t`Contact`,
    company: t`Company`,
    deal: t`Deal`,
    activity: t`Activity`,
  };
  return words[noun] ?? noun;
}
