import { useLingui } from "@lingui/react/macro";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect, useRef } from "react";
import { cx } from "../cx.ts";
import { firstPage } from "../first-page.ts";
import { ColumnHandle } from "./column-handle.tsx";
import { type ColumnSet, withPlace, withWidth } from "./column-set.ts";
import { type Column, nextSort, sortState } from "./columns.ts";
import { pinStyle, STICKY } from "./pinned.ts";

/** What the header shows and can be asked. */
export interface TableHeaderProps<Row> {
  columns: readonly Column<Row>[];
  set: ColumnSet;
  /** How the columns are changed; without it they cannot be. */
  onSet: ((set: ColumnSet) => void) | undefined;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
  /** Whether every loaded row is chosen; undefined where rows cannot be. */
  ticked: boolean | undefined;
  onTick: (on: boolean) => void;
}

/** The names of the columns; those that the API can sort by are buttons. Stays on top while the rows pass. */
export function TableHeader<Row>(props: TableHeaderProps<Row>) {
  const { columns, set, ticked, onTick } = props;
  const { t } = useLingui();
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="sticky top-0 z-10 grid h-8.5 grid-cols-(--columns) gap-x-3 border-b border-line bg-surface px-2 md:px-4"
    >
      {ticked === undefined ? null : (
        <div
          role="columnheader"
          data-first={set[0]?.pinned ? "" : undefined}
          className={cx("grid place-items-center", set[0]?.pinned && STICKY)}
          style={pinStyle(set[0]?.pinned, "tick")}
        >
          <input
            type="checkbox"
            checked={ticked}
            onChange={(event) => onTick(event.target.checked)}
            aria-label={t`Select all loaded rows`}
            className="size-4 accent-(--accent)"
          />
        </div>
      )}
      {columns.map((column, at) => (
        <HeaderCell key={column.id} {...props} column={column} at={at} />
      ))}
    </div>
  );
}

/* Where a dragged column would come to stand. */
const EDGE =
  "min-w-0 after:absolute after:inset-y-1 after:hidden after:w-0.5 after:bg-accent data-[edge=start]:after:-start-2 data-[edge=start]:after:block data-[edge=end]:after:-end-2 data-[edge=end]:after:block";

function HeaderCell<Row>({
  column,
  at,
  set,
  onSet,
  sort,
  onSort,
  ticked,
}: TableHeaderProps<Row> & { column: Column<Row>; at: number }) {
  const cell = useRef<HTMLDivElement>(null);
  const field = column.sort;
  const pinned = set[at]?.pinned;
  const state = field ? sortState(sort, field) : "none";
  const box = cx(
    "flex h-full w-full min-w-0 items-center gap-1 px-2 text-xs font-medium text-ink-3",
    column.align === "end" && "justify-end",
    state !== "none" && "text-ink",
  );
  const name = <span className={column.control ? "sr-only" : "truncate"}>{column.header}</span>;
  useColumnDrag(cell, at, onSet && ((from, to) => onSet(withPlace(set, set[from]?.id ?? "", to))));
  return (
    <div
      ref={cell}
      role="columnheader"
      aria-sort={field ? state : undefined}
      data-first={pinned && at === 0 && ticked === undefined ? "" : undefined}
      className={cx(EDGE, pinned ? STICKY : "relative")}
      style={pinStyle(pinned, at)}
    >
      {field && onSort ? (
        <button
          type="button"
          data-drag
          className={cx(box, "rounded-s outline-offset-[-2px] hover:text-ink")}
          onClick={() => onSort(nextSort(sort, field))}
        >
          {name}
          {state === "ascending" ? <ArrowUp className="size-3" aria-hidden="true" /> : null}
          {state === "descending" ? <ArrowDown className="size-3" aria-hidden="true" /> : null}
        </button>
      ) : (
        <span data-drag className={box}>
          {name}
        </span>
      )}
      {onSet ? (
        <ColumnHandle
          at={at}
          name={column.header}
          width={set[at]?.width}
          onWidth={(width) => onSet(withWidth(set, column.id, width))}
        />
      ) : null}
    </div>
  );
}

/* The code of dragging comes once the list is there: nobody drags a column in the first moment. */
function useColumnDrag(
  cell: React.RefObject<HTMLElement | null>,
  at: number,
  onMove: ((from: number, to: number) => void) | undefined,
): void {
  const latest = useRef(onMove);
  useEffect(() => {
    latest.current = onMove;
  });
  const movable = onMove !== undefined;
  useEffect(() => {
    const element = cell.current;
    if (!element || !movable) return;
    let gone = false;
    let stop = () => {};
    void firstPage
      .then(() => import("./column-drag.ts"))
      .then(({ dragColumn }) => {
        if (!gone) stop = dragColumn(element, at, (from, to) => latest.current?.(from, to));
      });
    return () => {
      gone = true;
      stop();
    };
  }, [cell, at, movable]);
}
