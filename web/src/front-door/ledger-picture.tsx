import { useLingui } from "@lingui/react/macro";
import { numberFormat } from "@/i18n/intl.ts";
import { cx } from "@/ui/cx.ts";

/* What a board looks like, in names that are nobody's. */
function useColumns() {
  const { t } = useLingui();
  return [
    {
      name: t`Discovery`,
      tint: "bg-focus",
      cards: [
        { name: t`Oak for the pier`, sum: 31_000 },
        { name: t`Showroom refit`, sum: 18_500 },
        { name: t`Autumn catalogue`, sum: 7_200 },
      ],
    },
    {
      name: t`Negotiation`,
      tint: "bg-mark",
      cards: [
        { name: t`Maintenance`, sum: 64_000, marked: true },
        { name: t`Packing line`, sum: 42_000 },
      ],
    },
    { name: t`Won`, tint: "bg-ok", cards: [{ name: t`Shelf labels`, sum: 9_800 }] },
  ];
}

/** A board on ledger paper: a picture, which says nothing that the words beside it do not say. */
export function LedgerPicture() {
  const { i18n } = useLingui();
  return (
    <div
      aria-hidden="true"
      className="grid select-none grid-cols-3 overflow-hidden rounded-l border border-line bg-surface shadow-2"
    >
      {useColumns().map((column) => (
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
                "marked" in card ? "border-mark bg-mark-soft" : "border-line bg-surface",
              )}
            >
              <span className="font-semibold text-balance break-words">{card.name}</span>
              <span className="text-ink-2 tabular-nums">
                {numberFormat(i18n.locale, {}).format(card.sum)}
              </span>
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}
