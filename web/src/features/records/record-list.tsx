import { useLingui } from "@lingui/react/macro";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import type { Count } from "@/api/generated/types.gen.ts";
import { Button } from "@/ui/button.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { ConditionBar } from "@/ui/filter/condition-bar.tsx";
import { type Condition, readConditions, writeConditions } from "@/ui/filter/conditions.ts";
import type { FilterField } from "@/ui/filter/fields.ts";
import { QueryBox } from "@/ui/filter/query-box.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useNow } from "@/ui/format/use-now.ts";
import { PageHeader } from "@/ui/page-header.tsx";
import { BesideList } from "@/ui/record/record-panel.tsx";
import type { Column, RowCard } from "@/ui/table/columns.ts";
import { DataTable, type TableHandle } from "@/ui/table/data-table.tsx";
import { choose, NOTHING, type Selection } from "@/ui/table/selection.ts";
import { useTableShortcuts } from "@/ui/table/use-table-shortcuts.ts";
import { IndexTabs } from "@/ui/tabs.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { apiFilter } from "./api-filter.ts";
import { BulkProgress } from "./bulk/bulk-progress.tsx";
import type { BulkNoun } from "./bulk/types.ts";
import { CountText } from "./count-text.tsx";
import { type ListSearch, listHref } from "./list-search.ts";
import { messageOf } from "./message-of.ts";
import { useLastList } from "./neighbours.ts";
import { useCount, useList } from "./record-queries.ts";
import type { Resource, Versioned } from "./resource.ts";
import { rowNeighbours } from "./row-neighbours.ts";
import { useGo } from "./use-go.ts";
import { usePeek } from "./use-peek.ts";

const Peek = lazy(() => import("./peek.tsx").then((module) => ({ default: module.Peek })));
const BulkBar = lazy(() =>
  import("./bulk/bulk-bar.tsx").then((module) => ({ default: module.BulkBar })),
) as typeof import("./bulk/bulk-bar.tsx").BulkBar;

/** A tab of a list: a name and the conditions that it stands for. */
export interface ListView {
  /** Absent: the tab that shows everything. */
  id?: string;
  label: string;
  conditions: Condition[];
}

/** What a noun says about its list; everything else is the same for all of them. */
export interface RecordListProps<Row extends Versioned, Patch extends object> {
  resource: Resource<Row, Patch>;
  title: string;
  /** What stands behind the count: "leads", in the number's form. */
  unit: (count: number) => string;
  search: ListSearch;
  columns: readonly Column<Row>[];
  card: (row: Row) => RowCard;
  fields: readonly FilterField[];
  views: readonly ListView[];
  defaultSort: string;
  /** What can be done with many at once. */
  bulk: BulkNoun<Row>;
  /** One of them as its page shows it; here it stands in the panel beside the list. */
  record: (id: string) => ReactNode;
  actions?: ReactNode;
  /** When there is nothing at all, and nothing is filtered away. */
  empty: ReactNode;
  /** When the conditions leave nothing. */
  nothing: (clear: () => void) => ReactNode;
}

/** A noun's list: head with tabs and count, conditions, rows; its whole state stands in the address. */
export function RecordList<Row extends Versioned, Patch extends object>(
  props: RecordListProps<Row, Patch>,
) {
  const { resource, title, search, columns, fields, views } = props;
  const { t } = useLingui();
  const go = useGo();
  const table = useRef<TableHandle>(null);
  useTitle(title);

  const path = `/${resource.noun}`;
  const here = (change: ListSearch) => listHref(path, { ...search, ...change });
  const place = here({ open: undefined });
  const peek = usePeek(search.open, (open) => here({ open }));
  const close = () => {
    peek(undefined);
    table.current?.focus();
  };
  useTableShortcuts(table, { selects: true, onClose: search.open ? close : undefined });
  const conditions = readConditions(search.filter ?? "");
  const view = views.find(({ id }) => id === search.view) ?? views[0];
  const filter = useApiFilter(fields, [...(view?.conditions ?? []), ...conditions]);
  const sort = knownSort(columns, search.sort) ?? props.defaultSort;
  const list = useList(resource, { filter, sort });
  const count = useCount(resource, filter);
  const filtered = filter !== undefined;
  const [selection, setSelection] = useSelection(filter);
  const choosing = selection.all || selection.ids.size > 0;
  useLastList(resource.noun, { filter, sort }, place);
  const { previous, next } = rowNeighbours(
    list.rows.map(({ id }) => id),
    search.open,
  );
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
      <PageHeader
        title={title}
        summary={
          <>
            <CountText count={count} /> {props.unit(count?.count ?? 0)}
          </>
        }
        actions={props.actions}
      >
        <IndexTabs
          label={t`Views`}
          current={view?.id ?? ""}
          tabs={views.map(({ id, label }) => ({ id: id ?? "", label, href: here({ view: id }) }))}
        />
      </PageHeader>
      {choosing ? (
        <Suspense>
          <BulkBar
            resource={resource}
            bulk={props.bulk}
            selection={selection}
            count={count}
            filter={filter}
            sort={sort}
            onAll={() => setSelection({ ...NOTHING, all: true })}
            onClear={() => {
              setSelection(NOTHING);
              table.current?.focus();
            }}
          />
        </Suspense>
      ) : (
        <ConditionBar
          fields={fields}
          conditions={conditions}
          onChange={(next) => go(here({ filter: writeConditions(next) }))}
          start={
            <QueryBox
              fields={fields}
              onConditions={(typed) =>
                go(here({ filter: writeConditions([...conditions, ...typed]) }))
              }
            />
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
        rows={list.rows}
        rowId={(row) => row.id}
        rowHref={(row) => `${path}/${row.id}`}
        openId={search.open}
        onPeek={(row) => peek(row?.id)}
        card={props.card}
        hasMore={list.hasMore}
        loading={list.loading}
        loadMore={() => void list.loadMore()}
        failed={list.error !== null}
        selection={selection}
        onSelect={(choice) =>
          setSelection(
            choose(
              selection,
              choice,
              list.rows.map(({ id }) => id),
            ),
          )
        }
        sort={sort}
        onSort={(next) => go(here({ sort: next === props.defaultSort ? undefined : next }))}
        empty={
          list.error ? (
            <ErrorState title={t`The list did not load`} onRetry={() => void list.retry()}>
              {messageOf(list.error)}
            </ErrorState>
          ) : filtered ? (
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
}

/* What is chosen belongs to a filter: under another one nothing is. */
function useSelection(filter: string | undefined) {
  const [chosen, setChosen] = useState({ filter, selection: NOTHING });
  const selection = chosen.filter === filter ? chosen.selection : NOTHING;
  return [selection, (next: Selection) => setChosen({ filter, selection: next })] as const;
}

/* "Today" is a part of some filters, and the filter a part of the key: it changes at midnight only. */
function useApiFilter(
  fields: readonly FilterField[],
  conditions: readonly Condition[],
): string | undefined {
  const formats = useFormats();
  const today = formats.dayKey(useNow());
  const kinds = Object.fromEntries(fields.map(({ id, kind }) => [id, kind]));
  return apiFilter(conditions, kinds, { timeZone: formats.timeZone, today });
}

function knownSort(
  columns: readonly { sort?: string }[],
  sort: string | undefined,
): string | undefined {
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
