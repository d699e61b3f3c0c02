import { queryOptions } from "@tanstack/react-query";
import { search } from "@/api/generated/sdk.gen.ts";
import type { SearchGroup, SearchHit } from "@/api/generated/types.gen.ts";
import { isRecordNoun, recordHref } from "@/features/records/record-ref.ts";

/** The nouns of the search page, in the order of their groups. A product has no page to lead to. */
export const SEARCH_NOUNS = ["lead", "contact", "company", "deal", "activity"] as const;

/** Hits of a noun at first, and when all that the server gives are wanted. */
export const FEW = 8;
const MANY = 50;

/** What is found for some words, by noun; of one noun, as many as there can be. */
export function searchQuery(text: string, noun: string | undefined) {
  return queryOptions({
    queryKey: ["search", "page", text, noun ?? ""],
    enabled: text !== "",
    staleTime: 10_000,
    queryFn: async ({ signal }) => {
      const query = { q: text, noun: noun ?? SEARCH_NOUNS.join(","), limit: noun ? MANY : FEW };
      const { groups } = (await search({ query, signal, throwOnError: true })).data;
      return groups.filter(({ hits }) => hits.length > 0).sort(byNoun);
    },
  });
}

function byNoun(a: SearchGroup, b: SearchGroup): number {
  const at = ({ noun }: SearchGroup) => (SEARCH_NOUNS as readonly string[]).indexOf(noun);
  return at(a) - at(b);
}

/** Where a hit leads: an activity leads to the record that it is about. */
export function hitHref(noun: string, hit: SearchHit): string | null {
  const on = isRecordNoun(noun) ? { noun, id: hit.id } : hit.about;
  return on && isRecordNoun(on.noun) ? recordHref({ noun: on.noun, id: on.id }) : null;
}
