/** Characters that the server asks for at least. */
export const PASSWORD_MIN = 10;

/** How hard a password is to guess, as far as its looks tell: 0 is too short, 4 is strong. */
export type Strength = 0 | 1 | 2 | 3 | 4;

/**
 * Judges a password by how many guesses its looks ask for: its length and its kinds of characters, less what repeats or
 * runs along, and less what others know about the person.
 */
export function strengthOf(password: string, known: readonly string[] = []): Strength {
  const chars = Array.from(password);
  if (chars.length < PASSWORD_MIN) return 0;
  const lower = password.toLowerCase();
  const obvious = known.flatMap((word) => word.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  const rest = obvious
    .filter((word) => word.length > 3)
    .reduce((left, word) => left.replaceAll(word, ""), lower);
  const bits = surprising(Array.from(rest)) * Math.log2(alphabet(password));
  if (bits < 35) return 1;
  if (bits < 50) return 2;
  return bits < 65 ? 3 : 4;
}

/* How many characters are not the one before, or the next after it. */
function surprising(chars: readonly string[]): number {
  return chars.filter((char, at) => {
    const step = (char.codePointAt(0) ?? 0) - (chars[at - 1]?.codePointAt(0) ?? -10);
    return Math.abs(step) > 1;
  }).length;
}

function alphabet(password: string): number {
  const kinds: [RegExp, number][] = [
    [/\p{Ll}/u, 20],
    [/\p{Lu}/u, 20],
    [/\p{N}/u, 10],
    [/[^\p{L}\p{N}]/u, 15],
  ];
  return kinds.reduce((sum, [kind, size]) => sum + (kind.test(password) ? size : 0), 1);
}
