import type { ReactNode } from "react";

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

/** The `grid-template-columns` of a set of columns. */
export function gridTemplate(columns: readonly Column<never>[], ticks = false): string {
  const tracks = columns
    .map((column) =>
      column.grow === 0 ? `${column.width}px` : `minmax(${column.width}px, ${column.grow ?? 1}fr)`,
    )
    .join(" ");
  return ticks ? `${TICK_PX}px ${tracks}` : tracks;
}

/* `gap-x-3` of the header and the rows: an amount and the name after it do not run into each other. */
const COLUMN_GAP_PX = 12;

/** Below this the table scrolls sideways instead of squeezing its words. */
export function minimumWidth(columns: readonly Column<never>[]): number {
  return columns.reduce((sum, column) => sum + column.width + COLUMN_GAP_PX, 0);
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
