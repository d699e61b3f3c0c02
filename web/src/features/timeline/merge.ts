/** One list of what happened, newest first, as far as it was loaded. */
export interface Strand<Item> {
  items: readonly Item[];
  hasMore: boolean;
}

/**
 * Several lists as one, newest first. A list that has more may still hold entries older than its last
 * one, so nothing older than that is shown yet: the past never changes while somebody reads it.
 */
export function mergeByTime<Item extends { at: string }>(strands: readonly Strand<Item>[]): Item[] {
  const horizon = Math.max(...strands.map(endOf), Number.NEGATIVE_INFINITY);
  return strands
    .flatMap(({ items }) => items)
    .filter(({ at }) => Date.parse(at) >= horizon)
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** The list that has to be asked for more before anything older can be shown; -1 when all are complete. */
export function nextStrand<Item extends { at: string }>(strands: readonly Strand<Item>[]): number {
  let next = -1;
  strands.forEach((strand, index) => {
    const best = strands[next];
    if (strand.hasMore && (!best || endOf(strand) > endOf(best))) next = index;
  });
  return next;
}

function endOf<Item extends { at: string }>({ items, hasMore }: Strand<Item>): number {
  const last = items.at(-1);
  return hasMore && last ? Date.parse(last.at) : Number.NEGATIVE_INFINITY;
}
