import type { BoardData, Deal, DealColumn } from "./types.ts";

/** The column of deals without an owner or without an expected close date. */
export const NONE = "none";
/** Months are columns; what lies before or behind those that are shown has one of these. */
const LATE = "late";
const LATER = "later";
/** What deals without a date are sorted by. */
const NO_DATE = "9999-12-31";

/** The column in which a deal belongs, or undefined when the board does not show it. */
export function columnOf(board: BoardData, deal: Deal): DealColumn | undefined {
  if (board.group === "stage") return board.columns.find(({ id }) => id === deal.stage_id);
  if (deal.state !== "open" || deal.pipeline_id !== board.pipeline_id) return undefined;
  const wanted =
    board.group === "owner" ? (deal.owner_id ?? NONE) : monthId(board, deal.expected_close_date);
  return board.columns.find(({ id }) => id === wanted);
}

function monthId(board: BoardData, date: string | null | undefined): string {
  if (!date) return NONE;
  const month = date.slice(0, 7);
  const months = board.columns.filter((column) => column.month).map(({ id }) => id);
  if (months.includes(month)) return month;
  return month < (months[0] ?? "") ? LATE : LATER;
}

/** Whether a card can be put into a column: "overdue" and "later" are no day. */
export function takesCards(column: DealColumn): boolean {
  return column.id !== LATE && column.id !== LATER;
}

/** Whether a column is left out while it is empty: nothing can be put there either. */
export function isIdle(column: DealColumn): boolean {
  return column.count === 0 && !takesCards(column);
}

/** The order of a column's cards, as the server has it: by rank in a stage, else what closes first. */
export function comesBefore(board: BoardData, a: Deal, b: Deal): boolean {
  const key = (deal: Deal) =>
    board.group === "stage" ? deal.rank : (deal.expected_close_date ?? NO_DATE);
  return key(a) === key(b) ? a.id < b.id : key(a) < key(b);
}

/**
 * The expected close date of a deal that is put into a month: the same day there, or the month's last;
 * never a day that has passed.
 */
export function dayInMonth(date: string | null | undefined, month: string, today: string): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const day = Math.min(date ? Number(date.slice(8, 10)) : last, last);
  const wanted = `${month.slice(0, 7)}-${String(day).padStart(2, "0")}`;
  return wanted < today && today.startsWith(month.slice(0, 7)) ? today : wanted;
}
