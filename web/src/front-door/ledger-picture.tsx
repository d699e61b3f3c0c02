import { cx } from "@/ui/cx.ts";

interface Card {
  name: string;
  sum: string;
  marked?: boolean;
}

/* What a board looks like, in names that are nobody's. */
const COLUMNS: { name: string; tint: string; cards: Card[] }[] = [
  {
    name: "Discovery",
    tint: "bg-focus",
    cards: [
      { name: "Oak for the pier", sum: "31,000" },
      { name: "Showroom refit", sum: "18,500" },
      { name: "Autumn catalogue", sum: "7,200" },
    ],
  },
  {
    name: "Negotiation",
    tint: "bg-mark",
    cards: [
      { name: "Maintenance", sum: "64,000", marked: true },
      { name: "Packing line", sum: "42,000" },
    ],
  },
  { name: "Won", tint: "bg-ok", cards: [{ name: "Shelf labels", sum: "9,800" }] },
];

/** A board on ledger paper: a picture, which says nothing that the words beside it do not say. */
export function LedgerPicture() {
  return (
    <div
      aria-hidden="true"
      className="grid select-none grid-cols-3 overflow-hidden rounded-l border border-line bg-surface shadow-2"
    >
      {COLUMNS.map((column) => (
        <div
          key={column.name}
          className="grid min-w-0 content-start gap-2 border-s border-line p-2.5 first:border-s-0 sm:p-3"
        >
          <span className="flex items-center gap-1.5 pb-1 text-xs font-semibold sm:text-sm">
            <span className={cx("size-2 shrink-0 rounded-s", column.tint)} />
            <span className="truncate">{column.name}</span>
          </span>
          {column.cards.map((card) => (
            <span
              key={card.name}
              className={cx(
                "grid gap-0.5 rounded-m border p-2 text-xs sm:p-2.5",
                card.marked ? "border-mark bg-mark-soft" : "border-line bg-surface",
              )}
            >
              <span className="font-semibold text-balance break-words">{card.name}</span>
              <span className="text-ink-2 tabular-nums">{card.sum}</span>
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}
