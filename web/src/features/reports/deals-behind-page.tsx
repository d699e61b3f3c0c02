import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import {
  infiniteQueryOptions,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from "@tanstack/react-query";
import { countReportDeals, reportDeals } from "@/api/generated/sdk.gen.ts";
import { CountText } from "@/features/records/count-text.tsx";
import { messageOf } from "@/features/records/message-of.ts";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { PageHeader } from "@/ui/page-header.tsx";
import { DataTable } from "@/ui/table/data-table.tsx";
import { useTitle } from "@/ui/use-title.ts";
import type { Figure } from "./behind.ts";
import { useDealCard, useDealColumns } from "./deal-columns.tsx";
import { useFigureWords } from "./figure-words.ts";

const PAGE_ROWS = 50;

const asked = ({ owner_id, ...figure }: Figure) => ({
  ...figure,
  ...(owner_id ? { owner_id: owner_id.split(",") } : {}),
});

const dealsBehind = (figure: Figure) =>
  infiniteQueryOptions({
    queryKey: ["reports", "deals", figure],
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...asked(figure), cursor: pageParam, limit: PAGE_ROWS };
      return (await reportDeals({ query, signal, throwOnError: true })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });

const countBehind = (figure: Figure) =>
  queryOptions({
    queryKey: ["reports", "deals", "count", figure],
    queryFn: async ({ signal }) =>
      (await countReportDeals({ query: asked(figure), signal, throwOnError: true })).data,
  });

/** The deals behind a bar, a step or a figure: as many as it says. */
export function DealsBehindPage({ figure }: { figure: Figure }) {
  const { t } = useLingui();
  const list = useInfiniteQuery(dealsBehind(figure));
  const count = useQuery(countBehind(figure)).data;
  const { title, detail } = useFigureWords(figure);
  useTitle(title);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHeader
        title={title}
        summary={
          <>
            <CountText count={count} /> {plural(count?.count ?? 0, { one: "deal", other: "deals" })}
          </>
        }
      >
        {detail ? <p className="-mt-1 pb-3 text-sm text-ink-3">{detail}</p> : null}
      </PageHeader>
      <DataTable
        label={title}
        columns={useDealColumns(figure)}
        rows={rows}
        rowId={(deal) => deal.id}
        rowHref={(deal) => `/deals/${deal.id}`}
        card={useDealCard()}
        hasMore={list.hasNextPage}
        loading={list.isFetching}
        loadMore={() => void list.fetchNextPage()}
        failed={list.error !== null}
        empty={
          list.error ? (
            <ErrorState title={t`The list did not load`} onRetry={() => void list.refetch()}>
              {messageOf(list.error)}
            </ErrorState>
          ) : (
            <EmptyState title={t`No deal is behind this figure`}>
              {t`None that you can see. It may have moved on since the figure was drawn.`}
            </EmptyState>
          )
        }
      />
    </>
  );
}
