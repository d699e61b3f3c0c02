import { useLingui } from "@lingui/react/macro";
import { ArrowDown, ArrowUp } from "lucide-react";
import { cx } from "../cx.ts";
import { type Column, nextSort, sortState } from "./columns.ts";

/** The names of the columns; those that the API can sort by are buttons. Stays on top while the rows pass. */
export function TableHeader<Row>({
  columns,
  sort,
  onSort,
  ticked,
  onTick,
}: {
  columns: readonly Column<Row>[];
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
  /** Whether every loaded row is chosen; undefined where rows cannot be. */
  ticked: boolean | undefined;
  onTick: (on: boolean) => void;
}) {
  const { t } = useLingui();
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="sticky top-0 z-10 grid h-8.5 grid-cols-(--columns) gap-x-3 border-b border-line bg-surface px-2 md:px-4"
    >
      {ticked === undefined ? null : (
        <div role="columnheader" className="grid place-items-center">
          <input
            type="checkbox"
            checked={ticked}
            onChange={(event) => onTick(event.target.checked)}
            aria-label={t`Select all loaded rows`}
            className="size-4 accent-(--accent)"
          />
        </div>
      )}
      {columns.map((column) => (
        <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
      ))}
    </div>
  );
}

function HeaderCell<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
}) {
  const field = column.sort;
  const state = field ? sortState(sort, field) : "none";
  const box = cx(
    "flex h-full w-full min-w-0 items-center gap-1 px-2 text-xs font-medium text-ink-3",
    column.align === "end" && "justify-end",
    state !== "none" && "text-ink",
  );
  const name = <span className={column.control ? "sr-only" : "truncate"}>{column.header}</span>;
  return (
    <div role="columnheader" aria-sort={field ? state : undefined} className="min-w-0">
      {field && onSort ? (
        <button
          type="button"
          className={cx(box, "rounded-s outline-offset-[-2px] hover:text-ink")}
          onClick={() => onSort(nextSort(sort, field))}
        >
          {name}
          {state === "ascending" ? <ArrowUp className="size-3" aria-hidden="true" /> : null}
          {state === "descending" ? <ArrowDown className="size-3" aria-hidden="true" /> : null}
        </button>
      ) : (
        <span className={box}>{name}</span>
      )}
    </div>
  );
}
