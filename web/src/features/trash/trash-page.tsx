import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useRef, useState } from "react";
import type { Trashed } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { useGo } from "@/features/records/use-go.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { PageHeader } from "@/ui/page-header.tsx";
import { DataTable, type TableHandle } from "@/ui/table/data-table.tsx";
import { choose, NOTHING, type Selection } from "@/ui/table/selection.ts";
import { useTableShortcuts } from "@/ui/table/use-table-shortcuts.ts";
import { IndexTabs } from "@/ui/tabs.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { trashCountsQuery, trashQuery } from "./trash.ts";
import { useTrashCard, useTrashColumns, useTrashTabs } from "./trash-columns.tsx";
import { TrashFilter } from "./trash-filter.tsx";
import { type TrashNoun, type TrashSearch, trashFilter, trashHref } from "./trash-search.ts";
import { useRestore } from "./use-restore.ts";

const PurgeDialog = lazy(() =>
  import("./purge-dialog.tsx").then((module) => ({ default: module.PurgeDialog })),
);

/* Deleting for good takes so many at a time. */
const PURGED_MAX = 200;

/** What was thrown away: out again, or gone for good. */
export function TrashPage({ search }: { search: TrashSearch }) {
  const { t } = useLingui();
  const noun = search.noun ?? "leads";
  const counts = useQuery(trashCountsQuery).data;
  const days = counts?.retention_days ?? 30;
  const tabs = useTrashTabs(counts);
  useTitle(t`Trash`);
  return (
    <>
      <PageHeader
        title={t`Trash`}
        summary={
          <Trans>
            What lies here is deleted for good after{" "}
            <Plural value={days} one="# day" other="# days" />.
          </Trans>
        }
      >
        <IndexTabs
          label={t`What was trashed`}
          current={noun}
          tabs={tabs.map((tab) => ({ ...tab, href: trashHref({ ...search, noun: tab.id }) }))}
        />
      </PageHeader>
      <TrashList key={noun} noun={noun} search={search} />
    </>
  );
}

function TrashList({ noun, search }: { noun: TrashNoun; search: TrashSearch }) {
  const { t } = useLingui();
  const go = useGo();
  const table = useRef<TableHandle>(null);
  const place = trashHref(search);
  const [selection, setSelection] = useSelection(place);
  const [name, setName] = useState(search.name ?? "");
  const [purging, setPurging] = useState(false);
  const query = useInfiniteQuery(trashQuery(noun, trashFilter(search)));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const { restore, restoring } = useRestore(noun);
  const mayRestore = useCan(`${noun}.delete`);
  const mayPurge = useCan("trash.purge");
  useTableShortcuts(table, { selects: true });
  const chosen = rows.filter(({ id }) => selection.ids.has(id)).map(({ id }) => id);
  const done = () => {
    setSelection(NOTHING);
    setPurging(false);
    table.current?.focus();
  };
  const filtered = search.name !== undefined || search.by !== undefined;
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2 md:px-6">
        {chosen.length > 0 ? (
          <section aria-label={t`Selected rows`} className="flex flex-wrap items-center gap-2">
            <span role="status" className="text-sm font-semibold">
              {t`${chosen.length} selected`}
            </span>
            {mayRestore ? (
              <Button
                size="sm"
                busy={restoring}
                onClick={() => {
                  restore(chosen);
                  done();
                }}
              >{t`Restore`}</Button>
            ) : null}
            {mayPurge ? (
              <Button
                size="sm"
                disabled={chosen.length > PURGED_MAX}
                onClick={() => setPurging(true)}
              >{t`Delete for good`}</Button>
            ) : null}
            <Button size="sm" variant="ghost" onClick={done}>{t`Clear the selection`}</Button>
          </section>
        ) : (
          <TrashFilter search={search} name={name} onName={setName} />
        )}
      </div>
      <DataTable
        handle={table}
        key={place}
        memory={place}
        label={t`Trash`}
        columns={useTrashColumns((row) => restore([row.id]), mayRestore)}
        rows={rows}
        rowId={(row: Trashed) => row.id}
        rowHref={({ id }) =>
          noun === "activities" || noun === "attachments" ? null : `/${noun}/${id}`
        }
        card={useTrashCard()}
        hasMore={query.hasNextPage}
        loading={query.isFetching && !query.isRefetching}
        loadMore={() => void query.fetchNextPage()}
        failed={query.error !== null}
        selection={selection}
        onSelect={(choice) =>
          setSelection(
            choose(
              selection,
              choice,
              rows.map(({ id }) => id),
            ),
          )
        }
        empty={
          query.error ? (
            <ErrorState title={t`The list did not load`} onRetry={() => void query.refetch()}>
              {messageOf(query.error)}
            </ErrorState>
          ) : filtered ? (
            <EmptyState
              title={t`Nothing in the trash matches`}
              action={
                <Button
                  onClick={() => {
                    setName("");
                    go(trashHref({ noun }));
                  }}
                >
                  {t`Show all of it`}
                </Button>
              }
            >
              <Trans>Nothing of this name, or trashed by this person, lies here.</Trans>
            </EmptyState>
          ) : (
            <EmptyState title={t`The trash is empty`}>
              <Trans>What you or others move to the trash waits here, and can be restored.</Trans>
            </EmptyState>
          )
        }
      />
      {purging ? (
        <Suspense>
          <PurgeDialog noun={noun} ids={chosen} onClose={() => setPurging(false)} onPurged={done} />
        </Suspense>
      ) : null}
    </>
  );
}

/* What is chosen belongs to a filter: under another one nothing is. */
function useSelection(place: string) {
  const [chosen, setChosen] = useState({ place, selection: NOTHING });
  const selection = chosen.place === place ? chosen.selection : NOTHING;
  return [selection, (next: Selection) => setChosen({ place, selection: next })] as const;
}
