import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";

/** What a log's query says, as far as the list of it shows that. */
interface Answer<Event> {
  data?: { pages: readonly { items: readonly Event[] }[] };
  error: Error | null;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

/** The lines of a log, page behind page. */
export function LogList<Event extends { id: string }>({
  query,
  narrowed,
  children,
}: {
  query: Answer<Event>;
  narrowed: boolean;
  children: (event: Event) => ReactNode;
}) {
  const { t } = useLingui();
  if (query.error && !query.data)
    return (
      <ErrorState title={t`The log could not be loaded`} onRetry={() => void query.refetch()}>
        {messageOf(query.error)}
      </ErrorState>
    );
  if (!query.data) return <SkeletonLines count={8} label={t`Loading the log`} />;
  const events = query.data.pages.flatMap(({ items }) => items);
  if (events.length === 0)
    return narrowed ? (
      <EmptyState
        title={t`Nothing of that kind was done`}
      >{t`Take a part of the filter away.`}</EmptyState>
    ) : (
      <EmptyState
        title={t`Nothing has happened yet`}
      >{t`Whatever is done here stands in this log.`}</EmptyState>
    );
  return (
    <>
      <ol aria-label={t`What was done`} className="border-t border-line">
        {events.map(children)}
      </ol>
      {query.hasNextPage ? (
        <div className="flex justify-center py-4">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t`Show more`}
          </Button>
        </div>
      ) : null}
    </>
  );
}
