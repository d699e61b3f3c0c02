/** The ids before and after an open row among those that are loaded. */
export function rowNeighbours(ids: readonly string[], open: string | undefined) {
  const at = open === undefined ? -1 : ids.indexOf(open);
  return at < 0 ? {} : { previous: ids[at - 1], next: ids[at + 1] };
}
