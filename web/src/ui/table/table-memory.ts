/** Where somebody stood in a list. */
export interface Place {
  /** Pixels from the top. */
  offset: number;
  /** The row that the keys act on; -1: none. */
  active: number;
}

/* Lists that were looked at in this visit. Few, and small. */
const PLACES_MAX = 50;
const places = new Map<string, Place>();

/** Keeps the place in a list. The name holds its filter and sort: another list is another place. */
export function remember(name: string | undefined, place: Place): void {
  if (name === undefined) return;
  places.delete(name);
  places.set(name, place);
  const oldest = places.keys().next().value;
  if (places.size > PLACES_MAX && oldest !== undefined) places.delete(oldest);
}

/** The place in a list, if somebody was there before. */
export function recall(name: string | undefined): Place | undefined {
  return name === undefined ? undefined : places.get(name);
}
