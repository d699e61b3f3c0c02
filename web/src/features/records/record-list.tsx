import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import type { Count } from "@/api/generated/types.gen.ts";
import { customFieldsQuery } from "@/features/custom-fields/custom-fields.ts";
import type { Layout, ViewNoun } from "@/features/views/views.ts";
import { Button } from "@/ui/button.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { SelectOption } from "@/ui/forms/select.tsx";
import { BesideList } from "@/ui/record/beside-list.tsx";
import { ColumnButton } from "@/ui/table/column-button.tsx";
import { readColumnSet, writeColumnSet } from "@/ui/table/column-set.ts";
import type { Column, RowCard } from "@/ui/table/columns.ts";
import { DataTable, type TableHandle } from "@/ui/table/data-table.tsx";
import { mapRows } from "@/ui/table/rows.ts";
import { choose, NOTHING, type Selection } from "@/ui/table/selection.ts";
import { useTableShortcuts } from "@/ui/table/use-table-shortcuts.ts";
import { useTitle } from "@/ui/use-title.ts";
import type { ApiFilter } from "./api-filter.ts";
import { BulkProgress } from "./bulk/bulk-progress.tsx";
import { ExportButton, exactly } from "./bulk/export-button.tsx";
import type { BulkNoun, BulkStages } from "./bulk/types.ts";
import { CountText } from "./count-text.tsx";
import { ListFilters } from "./list-filters.tsx";
import { ListHead } from "./list-head.tsx";
import { readPlace, writePlace } from "./list-pages.ts";
import type { ListSearch } from "./list-search.ts";
import { messageOf } from "./message-of.ts";
import { useLastList } from "./neighbours.ts";
import { type NounField, nounFields } from "./noun-fields.ts";
import { useCount } from "./record-queries.ts";
import type { Resource, Versioned } from "./resource.ts";
import { rowNeighbours } from "./row-neighbours.ts";
import { useGo } from "./use-go.ts";
import { useList } from "./use-list.ts";
import { type ListView, useListState } from "./use-list-state.ts";
import { usePeek } from "./use-peek.ts";

const Peek = lazy(() => import("./peek.tsx").then((module) => ({ default: module.Peek })));
const BulkBar = lazy(() =>
  import("./bulk/bulk-bar.tsx").then((module) => ({ default: module.BulkBar })),
) as typeof import("./bulk/bulk-bar.tsx").BulkBar;

/** What a noun says about its list; everything else is the same for all of them. */
export interface RecordListProps<Row extends Versioned, Patch extends object> {
  resource: Resource<Row, Patch>;
  /** As the API calls one of them. */
  singular: ViewNoun;
  /** Where its records can be moved to, many at once. */
  stages?: BulkStages;
  /** Where they are also laid out as a board. */
  board?: string;
  title: string;
  /** What stands behind the count: "leads", in the number's form; and the two together. */
  unit: (count: number) => string;
  counted: (count: number) => string;
  /** Who can own them. */
  owners: SelectOption[];
  search: ListSearch;
  fields: readonly NounField<Row>[];
  card: (row: Row) => RowCard;
  views: readonly ListView[];
  defaultSort: string;
  /** What the page itself asks for, whatever the address says. */
  also?: readonly ApiFilter[];
  /** One of them as its page shows it; here it stands in the panel beside the list. */
  record: (id: string) => ReactNode;
  actions?: ReactNode;
  /** When there is nothing at all, and nothing is filtered away. */
  empty: ReactNode;
  /** When the conditions leave nothing. */
  nothing: (clear: () => void) => ReactNode;
}

/** A noun's list: head with tabs and count, filters, rows; its whole state stands in the address. */
export function RecordList<Row extends Versioned, Patch extends object>(
  props: RecordListProps<Row, Patch>,
) {
  const { resource, singular, title, search } = props;
  const { t } = useLingui();
  const go = useGo();
  const table = useRef<TableHandle>(null);
  useTitle(title);

  const path = `/${resource.noun}`;
  const paths: Record<Layout, string> = { list: path, board: props.board ?? path };
  const { columns, filters, ...bulk } = nounFields(props.fields);
  const state = useListState({
    noun: singular,
    paths,
    layout: "list",
    search,
    filters,
    tabs: props.views,
    also: props.also,
  });
  const { filter, here, change } = state;
  const definitions = useQuery(customFieldsQuery(singular));
  const sort = knownSort(columns, search.sort, definitions.isPending) ?? props.defaultSort;
  const set = readColumnSet(search.columns, columns as Column<never>[]);
  const list = useList(resource, { filter, sort }, readPlace(search.at));
  const count = useCount(resource, filter);
  const [selection, setSelection] = useSelection(filter);
  const shown = set.map(({ id }) => id);
  const bulkNoun: BulkNoun = {
    singular,
    counted: props.counted,
    owners: props.owners,
    fields: bulk.bulk,
    exported: bulk.exported,
    stages: props.stages,
  };
  const choosing = selection.all || selection.ids.size > 0;
  // the same rows in the same order, whatever columns are shown and whatever lies open beside them
  const place = here({ open: undefined, columns: undefined });
  useLastList(resource.noun, { filter, sort }, { href: here({ open: undefined }), place });

  const peek = usePeek(search.open, (open) => here({ open, at: search.at }));
  const close = () => {
    peek(undefined);
    table.current?.focus();
  };
  useTableShortcuts(table, { selects: true, onClose: search.open ? close : undefined });
  const { previous, next } = rowNeighbours(list.rows, search.open);
  const panel = search.open ? (
    <Suspense>
      <Peek
        href={`${path}/${search.open}`}
        onClose={close}
        onPrevious={previous ? () => peek(previous) : undefined}
        onNext={next ? () => peek(next) : undefined}
      >
        {props.record(search.open)}
      </Peek>
    </Suspense>
  ) : null;

  return (
    <BesideList panel={panel}>
      <ListHead
        state={state}
        title={title}
        summary={
          <>
            <CountText count={count} /> {props.unit(count?.count ?? 0)}
          </>
        }
        actions={props.actions}
      />
      {choosing ? (
        <Suspense>
          <BulkBar
            resource={resource}
            bulk={bulkNoun}
            selection={selection}
            count={count}
            filter={filter}
            sort={sort}
            shown={shown}
            onAll={() => setSelection({ ...NOTHING, all: true })}
            onClear={() => {
              setSelection(NOTHING);
              table.current?.focus();
            }}
          />
        </Suspense>
      ) : (
        <ListFilters
          state={state}
          fields={filters}
          end={
            <>
              <ColumnButton
                columns={columns as Column<never>[]}
                set={set}
                onSet={(columnSet) => change(columnsOf(columnSet), { replace: true })}
                sort={sort}
                onSort={(asked) => change(sortOf(asked))}
              />
              <ExportButton
                icon
                noun={resource.noun}
                bulk={bulkNoun}
                scope={{ filter }}
                rows={exactly(count)}
                sort={sort}
                shown={shown}
              />
            </>
          }
        />
      )}
      <BulkProgress noun={resource.noun} />
      <CountAnnouncer count={count} unit={props.unit} />
      <DataTable
        handle={table}
        key={place}
        memory={place}
        label={title}
        columns={columns}
        set={set}
        onSet={(columnSet) => change(columnsOf(columnSet), { replace: true })}
        rows={list.rows}
        rowId={(row) => row.id}
        rowHref={(row) => `${path}/${row.id}`}
        openId={search.open}
        onPeek={(row) => peek(row?.id)}
        card={props.card}
        hasMore={list.hasMore}
        hasPrevious={list.hasPrevious}
        loading={list.loading}
        onRange={(first, last) => list.onRange(first, last, held(selection, list.rows.origin))}
        onJump={(to) => void list.jump(to === "end" ? { before: "end" } : {})}
        startRow={list.startRow}
        onSettle={(first) => {
          const now = list.placeOf(first);
          const at = now && writePlace(now);
          if (at !== search.at) change({ at }, { replace: true });
        }}
        failed={list.error !== null}
        selection={selection}
        onSelect={(choice) =>
          setSelection(
            choose(
              selection,
              choice,
              mapRows(list.rows, ({ id }) => id),
            ),
          )
        }
        sort={sort}
        onSort={(asked) => change(sortOf(asked))}
        empty={
          list.error ? (
            <ErrorState title={t`The list did not load`} onRetry={() => void list.retry()}>
              {messageOf(list.error)}
            </ErrorState>
          ) : filter !== undefined ? (
            props.nothing(() => go(path))
          ) : (
            props.empty
          )
        }
        after={
          list.error ? (
            <div className="flex flex-wrap items-center gap-3 p-4">
              <Notice tone="bad">{messageOf(list.error)}</Notice>
              <Button onClick={() => void list.retry()}>{t`Try again`}</Button>
            </div>
          ) : null
        }
      />
    </BesideList>
  );

  function sortOf(asked: string): ListSearch {
    return { sort: asked === props.defaultSort ? undefined : asked };
  }

  /* Other columns show the same rows: one stays where one is. */
  function columnsOf(columnSet: typeof set): ListSearch {
    return { columns: writeColumnSet(columnSet, columns as Column<never>[]), at: search.at };
  }
}

/* What is chosen belongs to a filter: under another one nothing is. */
function useSelection(filter: string | undefined) {
  const [chosen, setChosen] = useState({ filter, selection: NOTHING });
  const selection = chosen.filter === filter ? chosen.selection : NOTHING;
  return [selection, (next: Selection) => setChosen({ filter, selection: next })] as const;
}

/* Up to the row where a range would begin nothing is dropped. */
function held({ anchor }: Selection, origin = 0): number | undefined {
  return anchor === null ? undefined : anchor - origin;
}

function knownSort(
  columns: readonly { sort?: string }[],
  sort: string | undefined,
  moreToCome: boolean,
): string | undefined {
  // which custom fields there are is asked for together with the rows
  if (moreToCome && /^-?custom\./.test(sort ?? "")) return sort;
  return columns.some((column) => column.sort && column.sort === sort?.replace(/^-/, ""))
    ? sort
    : undefined;
}

/* Says how many rows a filter leaves, to those who cannot see the head change. */
function CountAnnouncer({
  count,
  unit,
}: {
  count: Count | undefined;
  unit: (count: number) => string;
}) {
  const formats = useFormats();
  return (
    <div role="status" className="sr-only">
      {count ? `${formats.number(count.count)}${count.capped ? "+" : ""} ${unit(count.count)}` : ""}
    </div>
  );
}
