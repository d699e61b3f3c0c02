import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import { cx } from "../cx.ts";
import { PHONE, useMediaQuery } from "../use-media-query.ts";
import { type ColumnSet, usualSet } from "./column-set.ts";
import { type Column, columnStyles, columnsOf, type RowCard } from "./columns.ts";
import type { Rows } from "./rows.ts";
import { type Choice, isChosen, type Selection } from "./selection.ts";
import { TableHeader } from "./table-header.tsx";
import { recall, remember } from "./table-memory.ts";
import { TableRow, TableRowSkeleton } from "./table-row.tsx";
import { useAnchor } from "./use-anchor.ts";
import { rowAfterKey, useRowKeys } from "./use-row-keys.ts";
import { useSettledRow } from "./use-settled-row.ts";

const ROW_PX = 36;
const CARD_PX = 60;
const HEADER_PX = 34;
const OVERSCAN_ROWS = 6;
/** Ask for the next page this many rows before the last one comes into sight. */
const AHEAD_ROWS = 60;
const WAITING_ROWS = 12;

/** What a page may ask of its table. */
export interface TableHandle {
  /** Acts on a key as if it had been pressed within the table, and takes the focus there. */
  press: (key: string) => void;
  /** Takes the focus back to the list, when the control that had it is gone with its row. */
  focus: () => void;
}

/** What a list shows and whom it asks for more. It knows nothing of where the rows come from. */
export interface DataTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  /** Which of them are shown, and how; without it all of them as they are. */
  set?: ColumnSet;
  /** How somebody changes that. */
  onSet?: (set: ColumnSet) => void;
  rows: Rows<Row>;
  rowId: (row: Row) => string;
  /** Where a row leads; null for a row that leads nowhere. */
  rowHref: (row: Row) => string | null;
  /** The two lines of a row on a phone. */
  card: (row: Row) => RowCard;
  /** More rows exist beyond those loaded. */
  hasMore: boolean;
  /** A page is on its way; `loadMore` is not called again until it is here. */
  loading: boolean;
  loadMore?: () => void;
  /** Rows exist in front of those loaded. */
  hasPrevious?: boolean;
  /** Instead of `loadMore`, for a list that is read in both directions: which rows are seen. */
  onRange?: (first: number, last: number) => void;
  /** Somebody wants to the beginning or the end, which is not loaded. */
  onJump?: (to: "start" | "end") => void;
  /** The row that the list begins with. */
  startRow?: number;
  /** Told of the first row in sight once it stays so. */
  onSettle?: (first: number) => void;
  /** The last page did not come: nothing more is asked for until somebody tries again. */
  failed?: boolean;
  /** The name under which the place in the list is kept: whoever comes back stands where they were. */
  memory?: string;
  handle?: Ref<TableHandle>;
  sort?: string;
  onSort?: (sort: string) => void;
  /** What else a key does to the active row; true when it was one of the page's. */
  onRowKey?: (key: string, row: Row) => boolean;
  /** Which rows are chosen; without it none can be. */
  selection?: Selection;
  onSelect?: (choice: Choice) => void;
  /** The row whose record is open in a side panel. */
  openId?: string;
  /** Opens a row's record in the panel, and with null closes it. While one is open, the keys that move take it along. */
  onPeek?: (row: Row | null) => void;
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
  const { rows, loading, hasMore, failed, empty } = props;
  if (rows.length === 0 && !loading && (failed || !hasMore)) {
    return <div className="min-h-0 flex-1 overflow-y-auto bg-surface">{empty}</div>;
  }
  return <Grid key={phone ? "cards" : "rows"} {...props} phone={phone} />;
}

/* The same array for the same columns: their widths are no business of the rows. */
function useColumnsOf<Row>(all: readonly Column<Row>[], set: ColumnSet): readonly Column<Row>[] {
  const order = set.map(({ id }) => id).join();
  return useMemo(
    () =>
      columnsOf(
        all,
        order.split(",").map((id) => ({ id })),
      ),
    [all, order],
  );
}

function Grid<Row>(props: DataTableProps<Row> & { phone: boolean }) {
  "use no memo"; // the virtualizer is one mutable object; the compiler would take it for unchanged
  const { rows, rowId, rowHref, card, hasMore, loading, loadMore, phone, onRange } = props;
  const set = props.set ?? usualSet(props.columns as readonly Column<never>[]);
  const columns = useColumnsOf(props.columns, set);
  const pinned = set.filter((column) => column.pinned).length;
  const scroller = useRef<HTMLDivElement>(null);
  const idPrefix = useId();
  const height = phone ? CARD_PX : ROW_PX;
  const headerPx = phone ? 0 : HEADER_PX;
  const [place] = useState(() => (rows.length > 0 ? recall(props.memory) : undefined));
  const { openId, onPeek } = props;
  const openAt = openId === undefined ? -1 : rows.findIndex((row) => rowId(row) === openId);
  // oxlint-disable-next-line react/incompatible-library -- memoisation is off here, see above
  const virtual = useVirtualizer({
    count:
      rows.length +
      ((hasMore || (loading && rows.length === 0)) && !props.failed ? WAITING_ROWS : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: OVERSCAN_ROWS,
    // the header lies above the first row, and over whatever has scrolled beneath it
    scrollMargin: headerPx,
    scrollPaddingStart: headerPx,
    initialOffset: place?.offset ?? 0,
  });
  const keys = useRowKeys({
    count: rows.length,
    initial: place?.active ?? -1,
    held: openAt,
    pageRows: Math.max(1, Math.floor((virtual.scrollRect?.height ?? 0) / height) - 2),
    onActive: (index) => {
      const row = rows.at(index);
      if (openId !== undefined && row !== undefined) onPeek?.(row);
      else virtual.scrollToIndex(index);
    },
    onOpen: (index) =>
      scroller.current?.querySelector<HTMLElement>(`[id="${idPrefix}${index}"] a`)?.click(),
  });

  const items = virtual.getVirtualItems();
  const first = virtual.range?.startIndex ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const wanted = hasMore && !loading && !props.failed && last >= rows.length - AHEAD_ROWS;
  useEffect(() => {
    if (wanted && !onRange) loadMore?.();
  }, [wanted, onRange, loadMore]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows are another question
  useEffect(() => onRange?.(first, last), [onRange, first, last, rows]);
  // the header lies over the rows that have passed beneath it: this one is the first that is seen
  useSettledRow(Math.round((virtual.scrollOffset ?? 0) / height), props.onSettle);
  const aim = useAnchor({
    scroller,
    rows,
    height,
    startRow: props.startRow,
    restored: place !== undefined,
    setActive: keys.setActive,
  });

  /* Goes to where the rows are not yet here; whether the key leads there. */
  function leap(key: string): boolean {
    const to =
      key === "End" && hasMore ? "end" : key === "Home" && props.hasPrevious ? "start" : null;
    if (!to || !props.onJump) return false;
    aim.current = to;
    props.onJump(to);
    return true;
  }

  useEffect(() => {
    if (openAt >= 0) virtual.scrollToIndex(openAt);
  }, [openAt, virtual]);

  const { selection, onSelect } = props;
  const at = keys.active;

  /* Opens or closes the panel; whether the key was one of those. */
  function peekBy(key: string): boolean {
    const row = rows.at(at);
    const closes = key === "Escape" || (row !== undefined && rowId(row) === openId);
    if (!onPeek || (key !== " " && key !== "Escape")) return false;
    if (closes && openId === undefined) return false;
    if (closes) onPeek(null);
    else if (row !== undefined) onPeek(row);
    return true;
  }

  /* Chooses with the keys; whether the key was one of those. */
  function chooseBy(key: string, shift: boolean, control: boolean): boolean {
    if (!onSelect) return false;
    if (control) {
      if (key !== "a") return false;
      onSelect({ kind: "loaded" });
      return true;
    }
    if (key === "Escape" && selection && (selection.all || selection.ids.size > 0)) {
      onSelect({ kind: "none" });
      return true;
    }
    if (key === "x" && at >= 0) {
      onSelect({ kind: "toggle", index: at });
      return true;
    }
    const to = shift
      ? rowAfterKey(key.length === 1 ? key.toLowerCase() : key, at, rows.length, 1)
      : null;
    if (to === null || at < 0) return false;
    keys.setActive(to);
    virtual.scrollToIndex(to);
    onSelect({ kind: "range", from: at, to });
    return true;
  }

  function pressOnRow(key: string): boolean {
    if (peekBy(key) || chooseBy(key, false, false)) return true;
    const row = rows.at(keys.active);
    return row !== undefined && (props.onRowKey?.(key, row) ?? false);
  }

  const focus = () => scroller.current?.focus({ preventScroll: true });
  useImperativeHandle(props.handle, () => ({
    press: (key) => {
      focus();
      if (!leap(key) && !keys.press(key)) pressOnRow(key);
    },
    focus,
  }));
  // who comes back to a row goes on from there with the keys
  useEffect(() => {
    if (place && place.active >= 0) scroller.current?.focus({ preventScroll: true });
  }, [place]);

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={hasMore || props.hasPrevious ? -1 : rows.length + 1}
      aria-busy={loading}
      aria-activedescendant={keys.active >= 0 ? `${idPrefix}${keys.active}` : undefined}
      tabIndex={0}
      aria-multiselectable={onSelect ? true : undefined}
      onKeyDown={(event) => {
        if (
          event.target === event.currentTarget &&
          !event.altKey &&
          (event.shiftKey || event.ctrlKey || event.metaKey) &&
          chooseBy(event.key, event.shiftKey, event.ctrlKey || event.metaKey)
        ) {
          event.preventDefault();
          return;
        }
        const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
        if (event.target === event.currentTarget && plain && leap(event.key)) {
          event.preventDefault();
          return;
        }
        keys.onKeyDown(event);
        if (event.target !== event.currentTarget || event.defaultPrevented || !plain) return;
        if (pressOnRow(event.key)) event.preventDefault();
      }}
      onScroll={(event) =>
        remember(props.memory, { offset: event.currentTarget.scrollTop, active: keys.active })
      }
      onClick={(event) => {
        const row = (event.target as Element).closest("[aria-rowindex]");
        const index = Number(row?.getAttribute("aria-rowindex")) - 2;
        // presses in a menu that a row has opened arrive here too, and are of no row
        if (!row || index < 0) return;
        const pressed = rows.at(index);
        if (pressed !== undefined && (event.target as Element).closest("[data-peek]")) {
          onPeek?.(rowId(pressed) === openId ? null : pressed);
          focus();
        }
        if (onSelect && (event.target as Element).closest("[data-tick]")) {
          const range = event.shiftKey && selection && selection.anchor !== null;
          onSelect(range ? { kind: "range", from: index, to: index } : { kind: "toggle", index });
          focus();
        }
        keys.setActive(index);
        remember(props.memory, { offset: event.currentTarget.scrollTop, active: index });
      }}
      className={cx(
        "group/grid relative min-h-0 flex-1 overflow-auto bg-surface outline-offset-[-2px]",
        keys.active >= 0 && "outline-none",
      )}
      style={
        (phone
          ? { "--columns": "1fr" }
          : columnStyles(
              columns as readonly Column<never>[],
              set,
              !!onSelect,
            )) as React.CSSProperties
      }
    >
      <div className={phone ? undefined : "min-w-(--min-width)"}>
        {phone ? null : (
          <TableHeader
            columns={columns}
            set={set}
            onSet={props.onSet}
            sort={props.sort}
            onSort={props.onSort}
            ticked={
              onSelect && selection ? selection.all || selection.ids.size >= rows.length : undefined
            }
            onTick={(on) => onSelect?.({ kind: on ? "loaded" : "none" })}
          />
        )}
        <div
          role="rowgroup"
          className={cx("relative", phone && "border-t border-line")}
          style={{ height: virtual.getTotalSize() }}
        >
          {items.map(({ index, start }) => {
            const row = rows.at(index);
            if (row === undefined)
              return (
                <TableRowSkeleton
                  key={`waiting-${index}`}
                  top={start - headerPx}
                  height={height}
                  columns={phone ? 1 : columns.length + (onSelect ? 1 : 0)}
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
                active={index === keys.active}
                open={onPeek ? id === openId : null}
                href={rowHref(row)}
                chosen={selection && onSelect ? isChosen(selection, id) : null}
                columns={columns}
                pinned={pinned}
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
