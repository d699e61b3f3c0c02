import type { BoardColumn, BoardMove } from "./types.ts";

/** A place on the board: a column and the index among its cards without the moving one. */
export interface Place {
  columnId: string;
  index: number;
}

/** Where a card is now, or null when it is on no loaded page. */
export function find<Card>(
  columns: readonly BoardColumn<Card>[],
  cardId: string,
  idOf: (card: Card) => string,
): Place | null {
  for (const column of columns) {
    const index = column.cards.findIndex((card) => idOf(card) === cardId);
    if (index >= 0) return { columnId: column.id, index };
  }
  return null;
}

/** The slot under a pointer: past the middle of a card means after it. */
export function slotAt(offsetPx: number, pitchPx: number, slots: number): number {
  return Math.max(0, Math.min(slots, Math.round(offsetPx / pitchPx)));
}

/** The way from a place for an arrow key, or null where there is none. */
export function step<Card>(
  columns: readonly BoardColumn<Card>[],
  place: Place,
  key: string,
  lifted: boolean,
  sorted = false,
): Place | null {
  if (lifted && sorted && !key.startsWith("ArrowL") && !key.startsWith("ArrowR")) return null;
  const at = columns.findIndex((column) => column.id === place.columnId);
  const column = columns[at];
  if (!column) return null;
  const room = (target: BoardColumn<Card>) =>
    target.folded ? 0 : target.cards.length - (!lifted || target === column ? 1 : 0);
  switch (key) {
    case "ArrowUp":
      return place.index > 0 ? { ...place, index: place.index - 1 } : null;
    case "ArrowDown":
      return place.index < room(column) ? { ...place, index: place.index + 1 } : null;
    case "Home":
      return { ...place, index: 0 };
    case "End":
      return { ...place, index: Math.max(0, room(column)) };
    case "ArrowLeft":
    case "ArrowRight": {
      const direction = key === "ArrowLeft" ? -1 : 1;
      for (let next = at + direction; next >= 0 && next < columns.length; next += direction) {
        const target = columns[next] as BoardColumn<Card>;
        if (lifted && target.closed) continue;
        if (lifted)
          return {
            columnId: target.id,
            index: target.folded || sorted ? 0 : Math.min(place.index, target.cards.length),
          };
        if (target.cards.length > 0 && !target.folded)
          return { columnId: target.id, index: Math.min(place.index, target.cards.length - 1) };
      }
      return null;
    }
    default:
      return null;
  }
}

/** The move that brings a card to a place, or null when it is there already. */
export function moveTo<Card>(
  columns: readonly BoardColumn<Card>[],
  cardId: string,
  place: Place,
  idOf: (card: Card) => string,
  sorted = false,
): BoardMove | null {
  const from = find(columns, cardId, idOf);
  const target = columns.find((column) => column.id === place.columnId);
  if (!from || !target) return null;
  if (from.columnId === place.columnId && (sorted || from.index === place.index)) return null;
  const others = target.cards.filter((card) => idOf(card) !== cardId);
  const above = others[place.index - 1];
  const below = others[place.index];
  return {
    cardId,
    from: from.columnId,
    to: place.columnId,
    aboveId: above === undefined ? null : idOf(above),
    belowId: below === undefined ? null : idOf(below),
    index: place.index,
  };
}

/** How far below its own place a card is drawn while another one moves through the column, in slots. */
export function shiftOf(index: number, movingIndex: number | null, slot: number | null): number {
  const without = movingIndex !== null && index > movingIndex ? index - 1 : index;
  const withSlot = slot !== null && without >= slot ? without + 1 : without;
  return withSlot - index;
}
