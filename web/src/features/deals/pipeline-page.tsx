import { useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useCustomColumns } from "@/features/custom-fields/custom-columns.tsx";
import { pipelinesQuery } from "@/features/pipelines/pipelines.ts";
import type { Pipeline } from "@/features/pipelines/types.ts";
import { ListFilters } from "@/features/records/list-filters.tsx";
import { ListHead } from "@/features/records/list-head.tsx";
import { nounFields } from "@/features/records/noun-fields.ts";
import { useListState } from "@/features/records/use-list-state.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { writeFilter } from "@/ui/filter/conditions.ts";
import { withoutField } from "@/ui/filter/tree.ts";
import { Select } from "@/ui/forms/select.tsx";
import { PageHeader } from "@/ui/page-header.tsx";
import { BesideList } from "@/ui/record/beside-list.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { boardQuery } from "./board-query.ts";
import { BoardSkeleton } from "./board-skeleton.tsx";
import { DealBoard } from "./deal-board.tsx";
import { useDealFields } from "./deal-fields.tsx";
import { useDealViews } from "./deal-views.ts";
import { errorText } from "./errors.ts";
import { GroupSelect } from "./group-select.tsx";
import { LayoutSwitch } from "./layout-switch.tsx";
import type { PipelineSearch } from "./pipeline-search.ts";
import { PipelineSummary } from "./pipeline-summary.tsx";
import type { Deal } from "./types.ts";

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
          search.open ? (
            <Suspense>
              <DealPanel
                dealId={search.open}
                onClose={() => {
                  onSearch({ open: undefined });
                  focusCard(search.open);
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
            onMade={(deal) => onSearch({ new: undefined, open: deal.id }, { replace: true })}
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
  const { filters } = nounFields([...useDealFields(pipeline), ...useCustomColumns<Deal>("deal")]);
  const state = useListState({
    noun: "deal",
    paths: { list: "/deals", board: "/pipeline" },
    layout: "board",
    search,
    filters,
    tabs: useDealViews(),
  });
  const { filter, group } = state;
  const key = { pipelineId: pipeline.id, filter, group: search.group };
  const board = useQuery(boardQuery(client, key));
  // A new filter keeps the old cards until its own are there: the page does not blink.
  const shown = useLastOf(`${pipeline.id} ${search.group ?? ""}`, board.data);
  return (
    <>
      <ListHead
        state={state}
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
                  // a condition on stages is about those of one pipeline
                  onSearch({
                    pipeline: id,
                    open: undefined,
                    filter: writeFilter(withoutField(group, "stage_id")) || undefined,
                  })
                }
                className="h-8 w-40"
              />
            ) : null}
            <LayoutSwitch layout="board" search={search} />
            {canCreate ? (
              <Button variant="primary" onClick={() => onSearch({ new: true })}>
                {t`New deal`}
              </Button>
            ) : null}
          </>
        }
      />
      <ListFilters
        state={state}
        fields={filters}
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
