/** The query of an address as values: `?new=true&page=2` is a boolean and a number, what looks like neither is text. */
export function parseSearch(text: string): Record<string, unknown> {
  const search: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(text)) search[name] = parseValue(value);
  return search;
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Values as the query of an address, with its question mark; what is undefined is left out. */
export function writeSearch(search: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search))
    if (value !== undefined) query.set(name, writeValue(value));
  return query.size === 0 ? "" : `?${readable(query.toString())}`;
}

/* A text that would be read as something else is quoted. */
function writeValue(value: unknown): string {
  return typeof value === "string" && parseValue(value) === value ? value : JSON.stringify(value);
}

/** Leaves those signs of a query readable that need no escape there: `status:new,contacted (owner_id:me or …)`. */
export function readable(query: string): string {
  return query
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%28", "(")
    .replaceAll("%29", ")")
    .replaceAll("%21", "!");
}
