import { useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { pipelinesQuery } from "@/features/pipelines/pipelines.ts";
import type { Pipeline } from "@/features/pipelines/types.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useNow } from "@/ui/format/use-now.ts";
import { Select } from "@/ui/forms/select.tsx";
import { PageHeader } from "@/ui/page-header.tsx";
import { BesideList } from "@/ui/record/record-panel.tsx";
import { IndexTabs } from "@/ui/tabs.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { boardQuery } from "./board-query.ts";
import { BoardSkeleton } from "./board-skeleton.tsx";
import { DealBoard } from "./deal-board.tsx";
import { errorText } from "./errors.ts";
import { PipelineFilters } from "./pipeline-filters.tsx";
import { boardFilter, type PipelineSearch, pipelineHref } from "./pipeline-search.ts";
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
  const formats = useFormats();
  const filter = boardFilter(search, formats.dayKey(useNow()), formats);
  const key = { pipelineId: pipeline.id, filter };
  const board = useQuery(boardQuery(client, key));
  // A new filter keeps the old cards until its own are there: the page does not blink.
  const shown = useLastOf(pipeline.id, board.data);
  const tab = (view: PipelineSearch["view"]) => pipelineHref({ ...search, view, deal: undefined });
  return (
    <>
      <PageHeader
        title={pipelines.length > 1 ? pipeline.name : t`Pipeline`}
        summary={shown ? <PipelineSummary board={shown} /> : null}
        actions={
          <>
            {pipelines.length > 1 ? (
              <Select
                aria-label={t`Pipeline`}
                value={pipeline.id}
                options={pipelines.map((one) => ({ value: one.id, label: one.name }))}
                onChange={(id) => onSearch({ pipeline: id, deal: undefined })}
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
          current={search.view ?? "all"}
          tabs={[
            { id: "all", label: t`All open`, href: tab(undefined) },
            { id: "mine", label: t`Mine`, href: tab("mine") },
            { id: "month", label: t`Closing this month`, href: tab("month") },
          ]}
        />
      </PageHeader>
      <PipelineFilters search={search} onChange={(change) => onSearch(change, { replace: true })} />
      {shown ? (
        <DealBoard board={shown} boardKey={key} stale={board.data === undefined} search={search} />
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
