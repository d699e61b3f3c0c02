/** The entries of one calendar day. */
export interface DayGroup<Item> {
  day: string;
  items: Item[];
}

/** Cuts an ordered list into days. `dayOf` knows the time zone; the order is kept as it comes. */
export function groupByDay<Item extends { at: string }>(
  items: readonly Item[],
  dayOf: (at: string) => string,
): DayGroup<Item>[] {
  const groups: DayGroup<Item>[] = [];
  for (const item of items) {
    const day = dayOf(item.at);
    const open = groups.at(-1);
    if (open?.day === day) open.items.push(item);
    else groups.push({ day, items: [item] });
  }
  return groups;
}
