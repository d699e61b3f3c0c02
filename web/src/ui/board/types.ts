import type { ReactNode } from "react";

/** One column as the board needs it. `cards` are those loaded; `count` is of all there are. */
export interface BoardColumn<Card> {
  id: string;
  title: string;
  color: string;
  /** Before the title, instead of the colour: a person's initials. */
  lead?: ReactNode;
  count: number;
  /** Its title wears the mark for a moment: something good has happened here. */
  marked?: boolean;
  /** Drawn as a narrow strip: one can drop a card on it, but sees none. Not on a phone. */
  folded?: boolean;
  /** Folds and unfolds; a column without it stays as it is. */
  onFold?: (folded: boolean) => void;
  /** What the column is worth, in a line of its own under the title. */
  sum?: ReactNode;
  /** Cards can be taken from it, but none be put there. */
  closed?: boolean;
  cards: readonly Card[];
  hasMore: boolean;
  loading?: boolean;
}

/** Where a card was put: between which neighbours of the target column. Null is the edge. */
export interface BoardMove {
  cardId: string;
  from: string;
  to: string;
  /** The card right above the place, and the card right below it. */
  aboveId: string | null;
  belowId: string | null;
  index: number;
}

/** What a board does. It never moves a card by itself: `onMove` changes the data, the board shows it. */
export interface BoardProps<Card> {
  label: string;
  columns: readonly BoardColumn<Card>[];
  cardId: (card: Card) => string;
  cardHref: (card: Card) => string;
  /** The card in words, for announcements. */
  cardName: (card: Card) => string;
  renderCard: (card: Card) => ReactNode;
  canMove: (card: Card) => boolean;
  onMove: (move: BoardMove) => void;
  /** The cards of a column have an order of their own: one chooses the column, not the place in it. */
  sorted?: boolean;
  onMore: (columnId: string) => void;
  /** The card whose record is open beside the board. */
  openId?: string;
  /** The column's empty words. */
  empty?: ReactNode;
}

/** The height of a card, and the way from one card to the next. Fixed, so that windows are arithmetic. */
export const CARD_PX = 82;
export const PITCH_PX = 90;
