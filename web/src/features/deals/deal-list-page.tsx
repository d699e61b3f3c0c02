import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { lazy } from "react";
import { useCustomColumns } from "@/features/custom-fields/custom-columns.tsx";
import { useOwnerOptions } from "@/features/people/owner-options.tsx";
import { pipelinesQuery } from "@/features/pipelines/pipelines.ts";
import { NoRecordFits, NoRecordsYet, useNewRecord } from "@/features/records/list-page.tsx";
import { type ListSearch, listHref } from "@/features/records/list-search.ts";
import { RecordList } from "@/features/records/record-list.tsx";
import { useGo } from "@/features/records/use-go.ts";
import { useDealCard, useDealFields } from "./deal-fields.tsx";
import { useDealViews } from "./deal-views.ts";
import { deals } from "./deals.ts";
import { LayoutSwitch } from "./layout-switch.tsx";
import { useMoveSelection } from "./use-move-selection.ts";

const DealPage = lazy(() =>
  import("./deal-page.tsx").then((module) => ({ default: module.DealPage })),
);
const NewDealDialog = lazy(() =>
  import("./new-deal-dialog.tsx").then((module) => ({ default: module.NewDealDialog })),
);

/** All deals that this person sees, as a list. */
export function DealListPage({ search }: { search: ListSearch }) {
  const { t } = useLingui();
  const go = useGo();
  const pipelines = useQuery(pipelinesQuery).data ?? [];
  const pipeline = pipelines.find(({ id }) => id === search.pipeline);
  const made = pipeline ?? pipelines[0];
  const fresh = useNewRecord("deals.create", t`New deal`, (close) =>
    made ? (
      <NewDealDialog pipeline={made} onClose={close} onMade={({ id }) => go(`/deals/${id}`)} />
    ) : null,
  );
  const fields = [...useDealFields(pipeline), ...useCustomColumns("deal")];
  return (
    <>
      <RecordList
        resource={deals}
        singular="deal"
        board="/pipeline"
        title={t`Deals`}
        unit={(count) => plural(count, { one: "deal", other: "deals" })}
        counted={(count) => plural(count, { one: "# deal", other: "# deals" })}
        stages={useMoveSelection(pipeline)}
        owners={useOwnerOptions(t`Nobody (the pool)`)}
        search={search}
        record={(id) => (
          <DealPage
            key={id}
            dealId={id}
            onGone={() => go(listHref("/deals", { ...search, open: undefined }))}
          />
        )}
        fields={fields}
        card={useDealCard()}
        views={useDealViews()}
        defaultSort="-created_at"
        also={pipeline ? [{ field: "pipeline_id", op: "eq", value: pipeline.id }] : undefined}
        actions={
          <>
            <LayoutSwitch layout="list" search={search} />
            {fresh.button}
          </>
        }
        empty={
          <NoRecordsYet title={t`No deals yet`} button={fresh.button}>
            <Trans>
              What you sell, to whom and for how much, from the first talk to the signature.
            </Trans>
          </NoRecordsYet>
        }
        nothing={(clear) => (
          <NoRecordFits title={t`No deal matches`} all={t`Show all deals`} onAll={clear}>
            <Trans>No deal that you can see fits this tab and these filters.</Trans>
          </NoRecordFits>
        )}
      />
      {fresh.open}
    </>
  );
}
