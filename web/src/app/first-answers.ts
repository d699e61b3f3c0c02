const list = (noun: string, sort: string) => [
  `/api/${noun}?sort=${sort}&limit=50`,
  `/api/${noun}/count`,
  "/api/users",
];

/**
 * What the pages ask the API for first, as they are when the address says nothing else. The server names it in the page's
 * head (build/route-hints.ts), so that the answers come together with the code. Whatever stands here and is not what the
 * page asks for, letter for letter, would come twice: e2e/first-load.e2e.ts looks.
 */
export const FIRST_ANSWERS: Record<string, string[]> = {
  "/leads": list("leads", "-created_at"),
  "/contacts": list("contacts", "name"),
  "/companies": list("companies", "name"),
};
