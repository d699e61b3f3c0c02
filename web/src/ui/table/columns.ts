import type { ReactNode } from "react";
import type { ColumnSet } from "./column-set.ts";

/** One column of a list. Widths are CSS grid tracks, so that the browser does the sums. */
export interface Column<Row> {
  id: string;
  header: string;
  /** Pixels it never goes below, and its share of what is left over (0: fixed). */
  width: number;
  grow?: number;
  /** Figures and dates to the end, words to the start. */
  align?: "start" | "end";
  /** The API's sort field; without it the header cannot be pressed. */
  sort?: string;
  /** Its words are the row's link; without any such column it is the first one. */
  link?: boolean;
  /** Holds a control of its own, which lies above the row's link. */
  control?: boolean;
  /** Shown only once somebody asks for it. */
  offered?: boolean;
  cell: (row: Row) => ReactNode;
}

/** A row on a phone: two lines, with the figure that matters at the end. */
export interface RowCard {
  /** A control before the lines: a box to tick. */
  start?: ReactNode;
  title: ReactNode;
  detail?: ReactNode;
  end?: ReactNode;
  endDetail?: ReactNode;
  /** A control after the figure: a menu. */
  control?: ReactNode;
}

/** The column whose words are the row's link. */
export function linkColumn(columns: readonly Column<never>[]): number {
  return Math.max(
    0,
    columns.findIndex((column) => column.link),
  );
}

/* Where rows can be chosen, a box to tick stands before the first column. */
const TICK_PX = 20;
/* `gap-x-3` of the header and the rows: an amount and the name after it do not run into each other. */
const COLUMN_GAP_PX = 12;
/* `px-4` of the header and the rows. */
const ROW_PADDING_PX = 16;

/** The columns of a set, in its order. The same array as long as the set names the same ones. */
export function columnsOf<Row>(columns: readonly Column<Row>[], set: ColumnSet): Column<Row>[] {
  return set.flatMap(({ id }) => columns.find((column) => column.id === id) ?? []);
}

/** The name of the variable that holds a column's width while it is another one than usual. */
export const widthName = (at: number) => `--w${at}`;

/**
 * The styles of a list's columns, for its outermost element: the tracks, how wide it is at least, and where the pinned
 * cells stay. A width is a variable: another one changes no row.
 */
export function columnStyles(
  columns: readonly Column<never>[],
  set: ColumnSet,
  ticks: boolean,
): Record<string, string> {
  const styles: Record<string, string> = {};
  const tracks = ticks ? [`${TICK_PX}px`] : [];
  const widths = [`${2 * ROW_PADDING_PX + (ticks ? TICK_PX + COLUMN_GAP_PX : 0)}px`];
  const pinned = [`${ROW_PADDING_PX + (ticks ? TICK_PX + COLUMN_GAP_PX : 0)}px`];
  columns.forEach((column, at) => {
    const { width, pinned: pin } = set[at] ?? {};
    if (width) styles[widthName(at)] = `${width}px`;
    const own = `var(${widthName(at)}, ${column.width}px)`;
    tracks.push(
      pin || column.grow === 0
        ? own
        : `var(${widthName(at)}, minmax(${column.width}px, ${column.grow ?? 1}fr))`,
    );
    if (pin) styles[`--pin${at}`] = `calc(${pinned.join(" + ")})`;
    const room = `${own} + ${COLUMN_GAP_PX}px`;
    pinned.push(room);
    widths.push(room);
  });
  return { ...styles, "--columns": tracks.join(" "), "--min-width": `calc(${widths.join(" + ")})` };
}

/** How a list is sorted, as the API writes it: "-created_at" is newest first. */
export function sortState(
  sort: string | undefined,
  field: string,
): "ascending" | "descending" | "none" {
  if (sort === field) return "ascending";
  return sort === `-${field}` ? "descending" : "none";
}

/** What a press on a header asks for next: ascending, then descending, then ascending again. */
export function nextSort(sort: string | undefined, field: string): string {
  return sort === field ? `-${field}` : field;
}
