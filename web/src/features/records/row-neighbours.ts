import type { Rows } from "@/ui/table/rows.ts";

/** The ids before and after an open row among those that are loaded. */
export function rowNeighbours(rows: Rows<{ id: string }>, open: string | undefined) {
  const at = open === undefined ? -1 : rows.findIndex(({ id }) => id === open);
  if (at < 0) return {};
  return { previous: at > 0 ? rows.at(at - 1)?.id : undefined, next: rows.at(at + 1)?.id };
}
