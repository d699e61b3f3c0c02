/** A piece of a text, and whether it is what was searched for. */
export interface Piece {
  text: string;
  hit: boolean;
}

/* Without accents and case, character by character, so that places in both texts are the same. */
function plain(text: string): string {
  return [...text]
    .map((sign) => {
      const folded = sign.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
      return folded.length === sign.length ? folded : sign.toLowerCase().slice(0, sign.length);
    })
    .join("");
}

/** Cuts a text where its words begin as the searched ones do: "Inès Haddad" by "had" is Inès, *Had*, dad. */
export function highlight(text: string, searched: string): Piece[] {
  const words = plain(searched)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const folded = plain(text);
  const pieces: Piece[] = [];
  let from = 0;
  for (const word of folded.matchAll(/[\p{L}\p{N}]+/gu)) {
    const length = Math.max(0, ...words.filter((w) => word[0].startsWith(w)).map((w) => w.length));
    if (length === 0) continue;
    if (word.index > from) pieces.push({ text: text.slice(from, word.index), hit: false });
    from = word.index + length;
    pieces.push({ text: text.slice(word.index, from), hit: true });
  }
  if (from < text.length) pieces.push({ text: text.slice(from), hit: false });
  return pieces;
}
