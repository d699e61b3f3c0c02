import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useRef, useState } from "react";
import type { Activity } from "@/api/generated/types.gen.ts";
import { CountText } from "@/features/records/count-text.tsx";
import { messageOf } from "@/features/records/message-of.ts";
import { useCount } from "@/features/records/record-queries.ts";
import { recordHref, recordOf } from "@/features/records/record-ref.ts";
import { rowNeighbours } from "@/features/records/row-neighbours.ts";
import { useGo } from "@/features/records/use-go.ts";
import { useList } from "@/features/records/use-list.ts";
import { usePeek } from "@/features/records/use-peek.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { ConditionBar } from "@/ui/filter/condition-bar.tsx";
import { writeFilter } from "@/ui/filter/conditions.ts";
import { PageHeader } from "@/ui/page-header.tsx";
import { BesideList } from "@/ui/record/beside-list.tsx";
import { useShortcuts } from "@/ui/shortcuts.ts";
import { DataTable, type TableHandle } from "@/ui/table/data-table.tsx";
import { useTableShortcuts } from "@/ui/table/use-table-shortcuts.ts";
import { useTitle } from "@/ui/use-title.ts";
import { activities } from "./activities.ts";
import { useActivityCard, useActivityColumns } from "./activity-columns.tsx";
import { agendaSort } from "./agenda.ts";
import { AgendaEmpty } from "./agenda-empty.tsx";
import { useAgendaFields } from "./agenda-fields.ts";
import { type AgendaSearch, agendaHref } from "./agenda-search.ts";
import { AgendaTabs } from "./agenda-tabs.tsx";
import { PersonSelect } from "./person-select.tsx";
import { actionOfKey, useRowActions, useRowShortcuts } from "./row-actions.ts";
import { useActivityChanges } from "./use-activity-changes.ts";
import { useAgenda } from "./use-agenda.ts";

const ActivityPanel = lazy(() =>
  import("./activity-panel.tsx").then((module) => ({ default: module.ActivityPanel })),
);
const NextStep = lazy(() =>
  import("./next-step.tsx").then((module) => ({ default: module.NextStep })),
);
const NewActivityDialog = lazy(() =>
  import("./activity-dialog.tsx").then((module) => ({ default: module.NewActivityDialog })),
);
const EditActivityDialog = lazy(() =>
  import("./activity-dialog.tsx").then((module) => ({ default: module.EditActivityDialog })),
);
const RescheduleDialog = lazy(() =>
  import("./reschedule-dialog.tsx").then((module) => ({ default: module.RescheduleDialog })),
);

/* What lies over the page. */
type Open = { what: "new" } | { what: "edit" | "pick-day"; activity: Activity } | null;

/** What a salesperson opens in the morning: what is late, what is for today, what comes. */
export function ActivitiesPage({ search }: { search: AgendaSearch }) {
  const { t } = useLingui();
  const go = useGo();
  const table = useRef<TableHandle>(null);
  const [open, setOpen] = useState<Open>(null);
  const fields = useAgendaFields();
  const agenda = useAgenda(search, fields);
  const { view, who, ownWho, here } = agenda;
  const filter = agenda.filterOf(view);
  const sort = agendaSort(view);
  const list = useList(activities, { filter, sort });
  const count = useCount(activities, filter);
  const [done, setDone] = useState<Activity | null>(null);
  const mayPlan = useCan("activities.create");
  const refocus = () => requestAnimationFrame(() => table.current?.focus());
  const changes = useActivityChanges(view, here, refocus, mayPlan ? setDone : undefined);
  const actions = useRowActions(changes, here, {
    edit: (activity) => setOpen({ what: "edit", activity }),
    pickDay: (activity) => setOpen({ what: "pick-day", activity }),
  });
  const create = useCreateButton(() => setOpen({ what: "new" }));
  useTitle(t`Activities`);
  const place = agendaHref({ ...search, open: undefined });
  const peek = usePeek(search.open, (open) => agendaHref({ ...search, open }));
  const close = () => {
    peek(undefined);
    table.current?.focus();
  };
  useTableShortcuts(table, { onClose: search.open ? close : undefined });
  useRowShortcuts(table, actions);
  const troubled = list.error ? messageOf(list.error) : null;
  const { previous, next } = rowNeighbours(list.rows, search.open);
  const panel = search.open ? (
    <Suspense>
      <ActivityPanel
        id={search.open}
        onClose={close}
        onPrevious={previous ? () => peek(previous) : undefined}
        onNext={next ? () => peek(next) : undefined}
      />
    </Suspense>
  ) : null;
  return (
    <BesideList panel={panel}>
      <PageHeader
        title={t`Activities`}
        summary={
          <>
            <CountText count={count} />{" "}
            {plural(count?.count ?? 0, { one: "activity", other: "activities" })}
          </>
        }
        actions={create}
      >
        <AgendaTabs agenda={agenda} search={search} />
      </PageHeader>
      <ConditionBar
        fields={fields}
        filter={agenda.group}
        onChange={(next) => go(agendaHref({ ...search, filter: writeFilter(next) }))}
        start={
          <PersonSelect
            who={who}
            onWho={(next) => go(agendaHref({ ...search, who: next === ownWho ? undefined : next }))}
          />
        }
      />
      {done ? (
        <Suspense>
          <NextStep
            key={done.id}
            done={done}
            onClose={() => {
              setDone(null);
              refocus();
            }}
          />
        </Suspense>
      ) : null}
      <DataTable
        handle={table}
        key={place}
        memory={place}
        label={t`Activities`}
        columns={useActivityColumns(actions, who !== "me")}
        rows={list.rows}
        rowId={(row) => row.id}
        rowHref={hrefOf}
        openId={search.open}
        onPeek={(row) => peek(row?.id)}
        card={useActivityCard(actions)}
        hasMore={list.hasMore}
        loading={list.loading}
        hasPrevious={list.hasPrevious}
        onRange={list.onRange}
        onJump={(to) => void list.jump(to === "end" ? { before: "end" } : {})}
        failed={list.error !== null}
        onRowKey={(key, row) => {
          const act = actionOfKey(key, row, actions);
          act?.(row);
          return act !== undefined;
        }}
        empty={
          troubled ? (
            <ErrorState title={t`The list did not load`} onRetry={() => void list.retry()}>
              {troubled}
            </ErrorState>
          ) : (
            <AgendaEmpty agenda={agenda} search={search} create={create} />
          )
        }
        after={
          troubled ? (
            <div className="flex flex-wrap items-center gap-3 p-4">
              <Notice tone="bad">{troubled}</Notice>
              <Button onClick={() => void list.retry()}>{t`Try again`}</Button>
            </div>
          ) : null
        }
      />
      <Suspense>
        {open?.what === "new" ? <NewActivityDialog onClose={() => setOpen(null)} /> : null}
        {open?.what === "edit" ? (
          <EditActivityDialog activity={open.activity} onClose={() => setOpen(null)} />
        ) : null}
        {open?.what === "pick-day" ? (
          <RescheduleDialog
            activity={open.activity}
            onMove={(due) => changes.reschedule(open.activity, due)}
            onClose={() => setOpen(null)}
          />
        ) : null}
      </Suspense>
    </BesideList>
  );
}

/* The button, and the key that does the same; nothing for who may not. */
function useCreateButton(onCreate: () => void) {
  const { t } = useLingui();
  const may = useCan("activities.create");
  useShortcuts(
    may ? [{ keys: "c", label: t`New activity`, group: t`On this page`, run: onCreate }] : [],
  );
  return may ? (
    <Button variant="primary" onClick={onCreate} aria-keyshortcuts="c">
      {t`New activity`}
    </Button>
  ) : null;
}

function hrefOf(activity: Activity): string {
  const record = recordOf(activity);
  return record ? recordHref(record) : "/activities";
}
