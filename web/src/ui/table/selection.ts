/** Which rows of a list are chosen: those by id, or every one that the list's filter matches. */
export interface Selection {
  ids: ReadonlySet<string>;
  all: boolean;
  /** Where a range begins: the row that was chosen last. */
  anchor: number;
}

/** Nothing is chosen. */
export const NOTHING: Selection = { ids: new Set(), all: false, anchor: -1 };

/** How somebody chooses: one row on or off, everything up to a row, all that are loaded. */
export type Choice =
  | { kind: "toggle"; index: number }
  | { kind: "range"; from: number; to: number }
  | { kind: "loaded" }
  | { kind: "none" };

/** The selection after a choice; `ids` are the loaded rows in their order. */
export function choose(selection: Selection, choice: Choice, ids: readonly string[]): Selection {
  switch (choice.kind) {
    case "none":
      return NOTHING;
    case "loaded":
      return { ids: new Set(ids), all: false, anchor: selection.anchor };
    case "toggle":
      return toggle(selection, choice.index, ids);
    case "range": {
      const anchor = selection.anchor < 0 ? choice.from : selection.anchor;
      const [first, last] = anchor < choice.to ? [anchor, choice.to] : [choice.to, anchor];
      const range = ids.slice(Math.max(0, first), last + 1);
      return { ids: new Set([...selection.ids, ...range]), all: false, anchor };
    }
  }
}

/* Out of "all matching" one falls back to the rows that are loaded: of the others nobody has seen any. */
function toggle(selection: Selection, index: number, loaded: readonly string[]): Selection {
  const id = loaded[index];
  if (id === undefined) return selection;
  const ids = new Set(selection.all ? loaded : selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, all: false, anchor: index };
}

/** Whether a row is chosen. */
export function isChosen(selection: Selection, id: string): boolean {
  return selection.all || selection.ids.has(id);
}
