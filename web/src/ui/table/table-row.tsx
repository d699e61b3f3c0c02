import { useLingui } from "@lingui/react/macro";
import { PanelRight } from "lucide-react";
import { memo } from "react";
import { cx } from "../cx.ts";
import { Skeleton } from "../feedback/skeleton.tsx";
import { type Column, linkColumn, type RowCard } from "./columns.ts";
import { pinStyle, STICKY } from "./pinned.ts";

/** What a row needs; all of it stable while scrolling, so that a row renders once. */
export interface TableRowProps<Row> {
  id: string;
  row: Row;
  index: number;
  top: number;
  height: number;
  active: boolean;
  /** Where the row leads; null: nowhere. */
  href: string | null;
  columns: readonly Column<Row>[];
  /** How many of the first columns stay in sight. */
  pinned: number;
  card: ((row: Row) => RowCard) | null;
  /** Whether it is chosen; null where rows cannot be. */
  chosen: boolean | null;
  /** Whether its record lies open beside the list; null where none can. */
  open: boolean | null;
}

function place(top: number, height: number): React.CSSProperties {
  return { transform: `translateY(${top}px)`, height };
}

const ROW = "group/row absolute inset-x-0 top-0 border-b border-line bg-surface hover:bg-paper";
const ACTIVE =
  "bg-paper! before:absolute before:inset-y-0 before:start-0 before:z-3 before:my-1 before:w-1 before:rounded-e-full before:bg-mark group-focus-visible/grid:outline-2 group-focus-visible/grid:-outline-offset-2 group-focus-visible/grid:outline-focus";

function TableRowView<Row>(props: TableRowProps<Row>) {
  const { id, row, index, top, height, active, href, columns, pinned, card, chosen, open } = props;
  const linkAt = linkColumn(columns as readonly Column<never>[]);
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={chosen ?? active}
      style={place(top, height)}
      className={cx(
        ROW,
        card ? "px-4" : "grid grid-cols-(--columns) gap-x-3 px-2 md:px-4",
        active && ACTIVE,
        // on the mark the faintest ink would be too faint
        chosen && "bg-mark-soft! [&_.text-ink-3]:text-ink-2",
      )}
    >
      {card ? (
        <CardCell card={card(row)} href={href} chosen={chosen} open={open} />
      ) : (
        <>
          {/* a pinned cell is as large as its link: the rest of the row leads there too */}
          {href && linkAt < pinned ? (
            // biome-ignore lint/a11y/useAnchorContent: the cell has the same link with its words
            <a href={href} tabIndex={-1} aria-hidden="true" className="absolute inset-0" />
          ) : null}
          {chosen === null ? null : (
            <div
              role="gridcell"
              data-first={pinned > 0 ? "" : undefined}
              className={cx("z-2 grid place-items-center", pinned > 0 ? STICKY : "relative")}
              style={pinStyle(pinned > 0 || undefined, "tick")}
            >
              <RowTick chosen={chosen} />
            </div>
          )}
          {columns.map((column, at) => (
            <Cell
              key={column.id}
              column={column}
              row={row}
              href={at === linkAt ? href : null}
              open={at === linkAt ? open : null}
              pinned={at < pinned ? at : null}
              first={at === 0 && chosen === null}
              last={at === pinned - 1}
            />
          ))}
        </>
      )}
    </div>
  );
}

/** One row, memoised: scrolling only makes the rows that come into sight. */
export const TableRow = memo(TableRowView) as typeof TableRowView;

/* One cell's link covers the whole row: press anywhere, open in a tab, copy the address. */
const LINK = "truncate font-medium text-ink outline-none after:absolute after:inset-0";

function Cell<Row>({
  column,
  row,
  href,
  open,
  pinned,
  first,
  last,
}: {
  column: Column<Row>;
  row: Row;
  href: string | null;
  open: boolean | null;
  pinned: number | null;
  first: boolean;
  last: boolean;
}) {
  return (
    <div
      role="gridcell"
      data-first={pinned !== null && first ? "" : undefined}
      className={cx(
        "flex min-w-0 items-center px-2 text-sm text-ink-2",
        column.align === "end" && "justify-end",
        column.control && "relative z-1 px-0",
        pinned !== null && STICKY,
        pinned !== null && last && "border-e border-line",
      )}
      style={pinned === null ? undefined : pinStyle(true, pinned)}
    >
      {column.control ? (
        column.cell(row)
      ) : href ? (
        <a href={href} tabIndex={-1} dir="auto" className={LINK}>
          {column.cell(row)}
        </a>
      ) : (
        <span dir="auto" className="truncate">
          {column.cell(row)}
        </span>
      )}
      {open === null ? null : <PeekButton open={open} />}
    </div>
  );
}

/* Seen where the pointer or the active row is, and always where there is no pointer. */
function PeekButton({ open }: { open: boolean }) {
  const { t } = useLingui();
  const label = t`Show beside the list`;
  return (
    <button
      type="button"
      data-peek
      tabIndex={-1}
      aria-label={label}
      title={label}
      aria-expanded={open}
      className="relative z-1 -me-1 ms-auto grid size-7 shrink-0 place-items-center rounded-m text-ink-3 opacity-0 group-hover/row:opacity-100 hover:bg-hover hover:text-ink aria-expanded:text-ink aria-expanded:opacity-100 touch:size-11 touch:opacity-100 [&_svg]:size-4"
    >
      <PanelRight aria-hidden="true" className="rtl:-scale-x-100" />
    </button>
  );
}

/* The list itself listens, so that a row has no function of its own and is never made anew for one. */
function RowTick({ chosen }: { chosen: boolean }) {
  const { t } = useLingui();
  return (
    <label className="-mx-1.5 grid size-8 place-items-center touch:mx-0 touch:size-11">
      <input
        type="checkbox"
        data-tick
        readOnly
        tabIndex={-1}
        checked={chosen}
        aria-label={t`Select this row`}
        className="size-4 accent-(--accent)"
      />
    </label>
  );
}

function CardCell({
  card,
  href,
  chosen,
  open,
}: {
  card: RowCard;
  href: string | null;
  chosen: boolean | null;
  open: boolean | null;
}) {
  return (
    <div role="gridcell" className="flex h-full items-center gap-3">
      {chosen === null ? null : (
        <span className="relative z-1 -ms-3 -me-3">
          <RowTick chosen={chosen} />
        </span>
      )}
      {card.start ? <span className="relative z-1 -ms-3 -me-2">{card.start}</span> : null}
      <span className="grid min-w-0 flex-1">
        {href ? (
          <a href={href} tabIndex={-1} dir="auto" className={LINK}>
            {card.title}
          </a>
        ) : (
          <span dir="auto" className="truncate font-medium text-ink">
            {card.title}
          </span>
        )}
        <span dir="auto" className="truncate text-sm text-ink-2">
          {card.detail}
        </span>
      </span>
      <span className="grid shrink-0 justify-items-end text-sm">
        <span className="text-ink">{card.end}</span>
        <span className="text-ink-3">{card.endDetail}</span>
      </span>
      {open === null ? null : <PeekButton open={open} />}
      {card.control ? <span className="relative z-1 -ms-2 -me-3">{card.control}</span> : null}
    </div>
  );
}

/** A row that has not come yet. */
export function TableRowSkeleton({
  top,
  height,
  columns,
}: {
  top: number;
  height: number;
  columns: number;
}) {
  return (
    <div
      aria-hidden="true"
      style={place(top, height)}
      className="absolute inset-x-0 top-0 grid grid-cols-(--columns) gap-x-3 items-center border-b border-line px-2 md:px-4"
    >
      {Array.from({ length: columns }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the cells are all alike and never move
        <span key={index} className="px-2">
          <Skeleton className={index === 0 ? "h-3 w-3/5" : "h-3 w-2/5"} />
        </span>
      ))}
    </div>
  );
}
