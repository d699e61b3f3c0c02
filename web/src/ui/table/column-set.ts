import type { Column } from "./columns.ts";

/** A column as somebody wants it: where it stands in the order of the set, how wide, and whether it stays in sight. */
export interface ColumnChoice {
  id: string;
  /** Pixels; without, as wide as there is room. */
  width?: number;
  pinned?: true;
}

/** The columns that are shown, in their order; pinned ones stand first. */
export type ColumnSet = readonly ColumnChoice[];

/** What a column can be, in pixels. */
export const WIDTH_MIN_PX = 56;
export const WIDTH_MAX_PX = 900;

/** The columns of a list to begin with: all but those that are only offered. */
export function usualSet(columns: readonly Column<never>[]): ColumnSet {
  return columns.filter((column) => !column.offered).map(({ id }) => ({ id }));
}

/** Reads columns from an address: `name!:240,company,score:104`. Those that the list does not have are left out. */
export function readColumnSet(
  text: string | undefined,
  columns: readonly Column<never>[],
): ColumnSet {
  const set = (text ?? "").split(",").flatMap((part): ColumnChoice[] => {
    const [, id = "", pin, width] = /^([a-z][\w.]*)(!?)(?::(\d{1,4}))?$/.exec(part) ?? [];
    if (!columns.some((column) => column.id === id)) return [];
    return [
      { id, ...(width ? { width: clamped(Number(width)) } : {}), ...(pin ? { pinned: true } : {}) },
    ];
  });
  const once = set.filter(({ id }, at) => set.findIndex((one) => one.id === id) === at);
  return once.length > 0 ? inOrder(once) : usualSet(columns);
}

/** Writes columns for an address; nothing for those of the list to begin with. */
export function writeColumnSet(set: ColumnSet, columns: readonly Column<never>[]): string {
  const write = (one: ColumnSet) =>
    one
      .map(({ id, width, pinned }) => `${id}${pinned ? "!" : ""}${width ? `:${width}` : ""}`)
      .join(",");
  const text = write(set);
  return text === write(usualSet(columns)) ? "" : text;
}

const clamped = (width: number) =>
  Math.max(WIDTH_MIN_PX, Math.min(WIDTH_MAX_PX, Math.round(width)));

function inOrder(set: ColumnSet): ColumnSet {
  return [...set.filter(({ pinned }) => pinned), ...set.filter(({ pinned }) => !pinned)];
}

/** The set with a column of another width; without one it is as wide as there is room. */
export function withWidth(set: ColumnSet, id: string, width: number | undefined): ColumnSet {
  return set.map((column) => {
    if (column.id !== id) return column;
    const { width: _, ...rest } = column;
    return width === undefined ? rest : { ...rest, width: clamped(width) };
  });
}

/** The set with a column that stays in sight, or no longer does. */
export function withPin(set: ColumnSet, id: string, pinned: boolean): ColumnSet {
  return inOrder(
    set.map((column) => {
      if (column.id !== id) return column;
      const { pinned: _, ...rest } = column;
      return pinned ? { ...rest, pinned: true } : rest;
    }),
  );
}

/** The set with a column shown at its end, or without it; the last one stays. */
export function withShown(set: ColumnSet, id: string, shown: boolean): ColumnSet {
  const rest = set.filter((column) => column.id !== id);
  if (shown) return inOrder([...rest, { id }]);
  return rest.length === 0 ? set : rest;
}

/** The set with a column at another place, counted from 0. Pinned ones stay in front of the others. */
export function withPlace(set: ColumnSet, id: string, at: number): ColumnSet {
  const column = set.find((one) => one.id === id);
  if (!column) return set;
  const rest = set.filter((one) => one !== column);
  return inOrder(rest.toSpliced(Math.max(0, at), 0, column));
}
