/** Joins class names and drops the falsy ones, so that components can write conditions in line. */
export function cx(...parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(" ");
}
