/** What the address of the search page holds: the words, and the noun of which all hits are wanted. */
export interface SearchSearch {
  q?: string;
  noun?: string;
}

const NOUNS = ["lead", "contact", "company", "deal", "activity"];

/** Reads it. A number that was typed is a text all the same. */
export function readSearchSearch(search: Record<string, unknown>): SearchSearch {
  const { q, noun } = search;
  const text = typeof q === "number" ? String(q) : q;
  return {
    ...(typeof text === "string" && text !== "" ? { q: text } : {}),
    ...(typeof noun === "string" && NOUNS.includes(noun) ? { noun } : {}),
  };
}

/** The address of the search page in some state. */
export function searchHref(search: SearchSearch): string {
  const query = new URLSearchParams(Object.entries(readSearchSearch({ ...search })));
  return query.size === 0 ? "/search" : `/search?${query}`;
}
