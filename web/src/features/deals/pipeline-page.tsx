import { useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { pipelinesQuery } from "@/features/pipelines/pipelines.ts";
import type { Pipeline } from "@/features/pipelines/types.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { ConditionBar } from "@/ui/filter/condition-bar.tsx";
import { type Condition, readConditions, writeConditions } from "@/ui/filter/conditions.ts";
import { QueryBox } from "@/ui/filter/query-box.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { PageHeader } from "@/ui/page-header.tsx";
import { BesideList } from "@/ui/record/record-panel.tsx";
import { IndexTabs } from "@/ui/tabs.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { useBoardFilter } from "./board-filter.ts";
import { boardQuery } from "./board-query.ts";
import { BoardSkeleton } from "./board-skeleton.tsx";
import { DealBoard } from "./deal-board.tsx";
import { useDealFields, usePipelineViews } from "./deal-filters.ts";
import { errorText } from "./errors.ts";
import { GroupSelect } from "./group-select.tsx";
import { type PipelineSearch, pipelineHref } from "./pipeline-search.ts";
import { PipelineSummary } from "./pipeline-summary.tsx";

const DealPanel = lazy(() =>
  import("./deal-panel.tsx").then((module) => ({ default: module.DealPanel })),
);
const NewDealDialog = lazy(() =>
  import("./new-deal-dialog.tsx").then((module) => ({ default: module.NewDealDialog })),
);

/** What the page needs of the app: its address, and a way to change it. */
export interface PipelinePageProps {
  search: PipelineSearch;
  onSearch: (change: Partial<PipelineSearch>, how?: { replace: boolean }) => void;
}

/** The pipeline: every open deal as a card in its stage, and one of them open beside it. */
export function PipelinePage({ search, onSearch }: PipelinePageProps) {
  const { t } = useLingui();
  const pipelines = useSuspenseQuery(pipelinesQuery).data;
  const pipeline = pipelines.find((one) => one.id === search.pipeline) ?? pipelines[0];
  useTitle(t`Pipeline`);
  if (!pipeline)
    return (
      <>
        <PageHeader title={t`Pipeline`} />
        <EmptyState title={t`No pipeline yet`}>
          {t`An administrator makes the first one in the settings.`}
        </EmptyState>
      </>
    );
  return (
    <>
      <BesideList
        panel={
          search.deal ? (
            <Suspense>
              <DealPanel
                dealId={search.deal}
                onClose={() => {
                  onSearch({ deal: undefined });
                  focusCard(search.deal);
                }}
              />
            </Suspense>
          ) : null
        }
      >
        <Page pipelines={pipelines} pipeline={pipeline} search={search} onSearch={onSearch} />
      </BesideList>
      <Suspense>
        {search.new ? (
          <NewDealDialog
            pipeline={pipeline}
            onClose={() => onSearch({ new: undefined }, { replace: true })}
            onMade={(deal) => onSearch({ new: undefined, deal: deal.id }, { replace: true })}
          />
        ) : null}
      </Suspense>
    </>
  );
}

function Page({
  pipelines,
  pipeline,
  search,
  onSearch,
}: PipelinePageProps & { pipelines: Pipeline[]; pipeline: Pipeline }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const canCreate = useCan("deals.create");
  const fields = useDealFields(pipeline.stages);
  const views = usePipelineViews();
  const view = views.find(({ id }) => id === search.view) ?? views[0];
  const conditions = readConditions(search.filter ?? "");
  const filter = useBoardFilter(fields, view, search.filter);
  const key = { pipelineId: pipeline.id, filter, group: search.group };
  const setConditions = (next: Condition[]) =>
    onSearch({ filter: writeConditions(next) || undefined }, { replace: true });
  const board = useQuery(boardQuery(client, key));
  // A new filter keeps the old cards until its own are there: the page does not blink.
  const shown = useLastOf(`${pipeline.id} ${search.group ?? ""}`, board.data);
  return (
    <>
      <PageHeader
        title={t`Pipeline`}
        summary={shown ? <PipelineSummary board={shown} /> : null}
        actions={
          <>
            {pipelines.length > 1 ? (
              <Select
                aria-label={t`Pipeline`}
                value={pipeline.id}
                options={pipelines.map((one) => ({ value: one.id, label: one.name }))}
                onChange={(id) =>
                  onSearch({ pipeline: id, deal: undefined, filter: withoutStages(conditions) })
                }
                className="h-8 w-40"
              />
            ) : null}
            {canCreate ? (
              <Button variant="primary" onClick={() => onSearch({ new: true })}>
                {t`New deal`}
              </Button>
            ) : null}
          </>
        }
      >
        <IndexTabs
          label={t`Views`}
          current={view?.id ?? ""}
          tabs={views.map(({ id, label }) => ({
            id: id ?? "",
            label,
            href: pipelineHref({ ...search, view: id, deal: undefined }),
          }))}
        />
      </PageHeader>
      <ConditionBar
        fields={fields}
        conditions={conditions}
        onChange={setConditions}
        start={
          <QueryBox
            fields={fields}
            onConditions={(typed) => setConditions([...conditions, ...typed])}
          />
        }
        end={<GroupSelect group={search.group} onChange={(group) => onSearch({ group })} />}
      />
      {shown ? (
        <DealBoard
          pipeline={pipeline}
          board={shown}
          boardKey={key}
          stale={board.data === undefined}
          search={search}
        />
      ) : board.error ? (
        <ErrorState
          title={t`The board did not load`}
          onRetry={() => void board.refetch()}
          retrying={board.isFetching}
        >
          {errorText(board.error)}
        </ErrorState>
      ) : (
        <BoardSkeleton stages={pipeline.stages} />
      )}
    </>
  );
}

/* A condition on stages is about those of one pipeline. */
function withoutStages(conditions: readonly Condition[]): string | undefined {
  return writeConditions(conditions.filter(({ field }) => field !== "stage_id")) || undefined;
}

/** Back from the panel to where one came from. */
function focusCard(dealId: string | undefined): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-card="${CSS.escape(dealId ?? "")}"]`)?.focus(),
  );
}

function useLastOf<Value>(group: string, value: Value | undefined): Value | undefined {
  const [last, setLast] = useState<{ group: string; value: Value } | null>(null);
  if (value !== undefined && (last?.value !== value || last.group !== group))
    setLast({ group, value });
  return value ?? (last?.group === group ? last.value : undefined);
}
