import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { cx } from "../cx.ts";
import { PHONE, useMediaQuery } from "../use-media-query.ts";
import { type Column, gridTemplate, minimumWidth, type RowCard } from "./columns.ts";
import { TableHeader } from "./table-header.tsx";
import { TableRow, TableRowSkeleton } from "./table-row.tsx";
import { useRowKeys } from "./use-row-keys.ts";

const ROW_PX = 36;
const CARD_PX = 60;
const HEADER_PX = 34;
const OVERSCAN_ROWS = 6;
/** Ask for the next page this many rows before the last one comes into sight. */
const AHEAD_ROWS = 60;
const WAITING_ROWS = 12;

/** What a list shows and whom it asks for more. It knows nothing of where the rows come from. */
export interface DataTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  rowHref: (row: Row) => string;
  /** The two lines of a row on a phone. */
  card: (row: Row) => RowCard;
  /** More rows exist beyond those loaded. */
  hasMore: boolean;
  /** A page is on its way; `loadMore` is not called again until it is here. */
  loading: boolean;
  loadMore: () => void;
  sort?: string;
  onSort?: (sort: string) => void;
  /** The row whose record is open in a side panel. */
  openId?: string;
  /** Instead of rows when there are none: an empty or an error state. */
  empty?: ReactNode;
  /** After the last row: an error of the last page with its retry. */
  after?: ReactNode;
}

/**
 * A list of any length: about thirty rows exist at a time, pages come by cursor as one scrolls,
 * and the whole of it is one stop of the Tab key with arrows, j/k and Enter inside.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const phone = useMediaQuery(PHONE);
  const { rows, loading, hasMore, empty } = props;
  if (rows.length === 0 && !loading && !hasMore) {
    return <div className="min-h-0 flex-1 overflow-y-auto bg-surface">{empty}</div>;
  }
  return <Grid key={phone ? "cards" : "rows"} {...props} phone={phone} />;
}

function Grid<Row>(props: DataTableProps<Row> & { phone: boolean }) {
  "use no memo"; // the virtualizer is one mutable object; the compiler would take it for unchanged
  const { columns, rows, rowId, rowHref, card, hasMore, loading, loadMore, phone } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const idPrefix = useId();
  const height = phone ? CARD_PX : ROW_PX;
  const headerPx = phone ? 0 : HEADER_PX;
  // oxlint-disable-next-line react/incompatible-library -- memoisation is off here, see above
  const virtual = useVirtualizer({
    count: rows.length + (hasMore || (loading && rows.length === 0) ? WAITING_ROWS : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: OVERSCAN_ROWS,
    // the header lies above the first row, and over whatever has scrolled beneath it
    scrollMargin: headerPx,
    scrollPaddingStart: headerPx,
  });
  const keys = useRowKeys({
    count: rows.length,
    pageRows: Math.max(1, Math.floor((virtual.scrollRect?.height ?? 0) / height) - 2),
    onActive: (index) => virtual.scrollToIndex(index),
    onOpen: (index) =>
      scroller.current?.querySelector<HTMLElement>(`[id="${idPrefix}${index}"] a`)?.click(),
  });

  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const wanted = hasMore && !loading && last >= rows.length - AHEAD_ROWS;
  useEffect(() => {
    if (wanted) loadMore();
  }, [wanted, loadMore]);

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={hasMore ? -1 : rows.length + 1}
      aria-busy={loading}
      aria-activedescendant={keys.active >= 0 ? `${idPrefix}${keys.active}` : undefined}
      tabIndex={0}
      onKeyDown={keys.onKeyDown}
      className={cx(
        "group/grid relative min-h-0 flex-1 overflow-auto bg-surface outline-offset-[-2px]",
        keys.active >= 0 && "outline-none",
      )}
      style={
        {
          "--columns": phone ? "1fr" : gridTemplate(columns as readonly Column<never>[]),
        } as React.CSSProperties
      }
    >
      <div
        style={{
          minWidth: phone ? undefined : minimumWidth(columns as readonly Column<never>[]) + 32,
        }}
      >
        {phone ? null : <TableHeader columns={columns} sort={props.sort} onSort={props.onSort} />}
        <div
          role="rowgroup"
          className={cx("relative", phone && "border-t border-line")}
          style={{ height: virtual.getTotalSize() }}
        >
          {items.map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined)
              return (
                <TableRowSkeleton
                  key={`waiting-${index}`}
                  top={start - headerPx}
                  height={height}
                  columns={phone ? 1 : columns.length}
                />
              );
            const id = rowId(row);
            return (
              <TableRow
                key={id}
                id={`${idPrefix}${index}`}
                row={row}
                index={index}
                top={start - headerPx}
                height={height}
                active={props.openId === undefined ? index === keys.active : id === props.openId}
                href={rowHref(row)}
                columns={columns}
                card={phone ? card : null}
              />
            );
          })}
        </div>
        {props.after}
      </div>
    </div>
  );
}
