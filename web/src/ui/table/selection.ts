import type { Rows } from "./rows.ts";

/** Which rows of a list are chosen: those by id, or every one that the list's filter matches. */
export interface Selection {
  ids: ReadonlySet<string>;
  all: boolean;
  /** Where a range begins: the number of the row that was chosen last, counted from the list's origin. */
  anchor: number | null;
}

/** Nothing is chosen. */
export const NOTHING: Selection = { ids: new Set(), all: false, anchor: null };

/** How somebody chooses: one row on or off, everything up to a row, all that are loaded. */
export type Choice =
  | { kind: "toggle"; index: number }
  | { kind: "range"; from: number; to: number }
  | { kind: "loaded" }
  | { kind: "none" };

/** The selection after a choice; `ids` are those of the rows that are at hand, by number. */
export function choose(selection: Selection, choice: Choice, ids: Rows<string>): Selection {
  const origin = ids.origin ?? 0;
  switch (choice.kind) {
    case "none":
      return NOTHING;
    case "loaded":
      return { ids: between(ids, 0, ids.length - 1), all: false, anchor: selection.anchor };
    case "toggle":
      return toggle(selection, choice.index, ids);
    case "range": {
      const anchor = selection.anchor === null ? choice.from : selection.anchor - origin;
      const [first, last] = anchor < choice.to ? [anchor, choice.to] : [choice.to, anchor];
      const range = between(ids, Math.max(0, first), last);
      return { ids: new Set([...selection.ids, ...range]), all: false, anchor: anchor + origin };
    }
  }
}

function between(ids: Rows<string>, first: number, last: number): Set<string> {
  const found = new Set<string>();
  for (let index = first; index <= last; index++) {
    const id = ids.at(index);
    if (id !== undefined) found.add(id);
  }
  return found;
}

/* Out of "all matching" one falls back to the rows that are loaded: of the others nobody has seen any. */
function toggle(selection: Selection, index: number, ids: Rows<string>): Selection {
  const id = ids.at(index);
  if (id === undefined) return selection;
  const chosen = new Set(selection.all ? between(ids, 0, ids.length - 1) : selection.ids);
  if (!chosen.delete(id)) chosen.add(id);
  return { ids: chosen, all: false, anchor: index + (ids.origin ?? 0) };
}

/** Whether a row is chosen. */
export function isChosen(selection: Selection, id: string): boolean {
  return selection.all || selection.ids.has(id);
}
