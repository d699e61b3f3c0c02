import type { NounName } from "./import-nouns.ts";

/** What a file seems to hold, and by which of its headings one can tell. */
export interface NounGuess {
  noun: NounName;
  /** The headings as the file writes them; empty when only its name tells. */
  signs: string[];
}

/* Headings that hardly any other kind of file has. One of these weighs as much as three of the others. */
const SURE: Record<NounName, readonly string[]> = {
  people: [
    "regional office",
    "reports to",
    "team lead",
    "sales manager",
    "supervisor",
    "user role",
  ],
  products: ["sales price", "list price", "unit price", "price", "sku", "product code", "series"],
  companies: [
    "subsidiary of",
    "parent company",
    "parent account",
    "year established",
    "number of employees",
    "employees",
    "annual revenue",
    "sector",
    "office location",
    "founded",
    "company domain name",
    "account id",
  ],
  contacts: [
    "contact id",
    "contact owner",
    "email work",
    "email home",
    "phone work",
    "phone home",
    "work email",
    "work phone",
    "mobile phone",
    "linkedin url",
    "linkedin",
    "associated company",
  ],
  leads: ["lead id", "lead status", "lead owner", "lead source", "lead score", "lead name"],
  deals: [
    "deal id",
    "deal name",
    "deal stage",
    "deal owner",
    "deal value",
    "opportunity id",
    "opportunity name",
    "opportunity",
    "potential name",
    "sales stage",
    "close date",
    "closing date",
    "close value",
    "engage date",
    "expected close date",
    "lost reason",
  ],
};

/* Headings that go with a kind of file, and with some others too. */
const LIKELY: Record<NounName, readonly string[]> = {
  people: ["manager", "team", "role", "sales agent", "employee", "department", "e mail", "name"],
  products: ["product", "currency", "item", "description"],
  companies: ["account", "company", "industry", "website", "revenue", "country", "city", "domain"],
  contacts: [
    "first name",
    "last name",
    "email",
    "phone",
    "mobile",
    "title",
    "job title",
    "company",
  ],
  leads: ["status", "score", "source", "first name", "last name", "email", "company", "rating"],
  deals: ["stage", "amount", "pipeline", "probability", "product", "account", "sales agent"],
};

/* What such files are called. A name alone is no proof, but it decides between two that are close. */
const NAMED: Record<NounName, RegExp> = {
  people: /people|users?\b|team|staff|employees|agents|reps\b/,
  products: /products?|items|price.?list|catalog/,
  companies: /compan|accounts?|organi[sz]ation/,
  contacts: /contacts?/,
  leads: /leads?|prospects?/,
  deals: /deals?|opportunit|potentials?|pipeline/,
};

const SURE_POINTS = 3;
const NAME_POINTS = 2;
/** With less than this nothing is said; and the next best must be clearly behind. */
const ENOUGH_POINTS = 5;
const AHEAD_POINTS = 2;

/** A heading in words of lower case: `deal_stage` and `DealStage` are "deal stage". */
export function headingWords(heading: string): string {
  return heading
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** What a file holds, where its headings (and its name) leave no doubt; null where a person must say it. */
export function guessNoun(headings: readonly string[], fileName: string): NounGuess | null {
  const name = headingWords(fileName.replace(/\.[^.]*$/, ""));
  const found = (Object.keys(SURE) as NounName[])
    .map((noun) => {
      const signs = headings.filter((heading) => SURE[noun].includes(headingWords(heading)));
      const likely = headings.filter((heading) => LIKELY[noun].includes(headingWords(heading)));
      const points =
        signs.length * SURE_POINTS + likely.length + (NAMED[noun].test(name) ? NAME_POINTS : 0);
      return { noun, points, signs: signs.length > 0 ? signs : likely };
    })
    .sort((a, b) => b.points - a.points);
  const [best, next] = found;
  if (!best || best.points < ENOUGH_POINTS) return null;
  if (next && best.points - next.points < AHEAD_POINTS) return null;
  return { noun: best.noun, signs: best.signs };
}
