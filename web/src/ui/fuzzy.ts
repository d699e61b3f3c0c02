/** Below every real score: the text does not hold the letters in their order. */
const NO_MATCH = -1;

/**
 * How well a text fits what was typed: 0 when nothing was, negative when the letters are not all there in their order.
 * Letters at the beginning of words and next to each other count more, so that "nd" finds "New deal" before "Find".
 */
export function fuzzyScore(text: string, typed: string): number {
  const letters = plain(typed).replace(/\s+/g, "");
  const known = plain(text);
  let score = 0;
  let at = -1;
  for (const letter of letters) {
    const next = bestPlace(known, letter, at + 1);
    if (next < 0) return NO_MATCH;
    score += next === at + 1 ? 3 : startsWord(known, next) ? 2 : 1;
    at = next;
  }
  return score;
}

/** The texts' owners that fit, the best first; equal ones stay in their order. */
export function fuzzyFind<Item>(
  items: readonly Item[],
  typed: string,
  textOf: (item: Item) => string,
): Item[] {
  return items
    .map((item) => ({ item, score: fuzzyScore(textOf(item), typed) }))
    .filter(({ score }) => score >= 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

/* The next place of a letter: right here, else at the beginning of a word, else anywhere. */
function bestPlace(text: string, letter: string, from: number): number {
  if (text[from] === letter) return from;
  for (let at = text.indexOf(letter, from); at >= 0; at = text.indexOf(letter, at + 1))
    if (startsWord(text, at)) return at;
  return text.indexOf(letter, from);
}

function startsWord(text: string, at: number): boolean {
  return at === 0 || /[\s\-/.,:]/.test(text[at - 1] ?? "");
}

/* "Zając" is found by "zajac". */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
