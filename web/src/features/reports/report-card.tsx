import { useLingui } from "@lingui/react/macro";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ProblemError } from "@/api/problem.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { cx } from "@/ui/cx.ts";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { Skeleton } from "@/ui/feedback/skeleton.tsx";

/** What stands in a card: a report that is on its way, and how its figures are drawn. */
export interface ReportCardProps<Answer> {
  title: string;
  report: UseQueryResult<Answer>;
  children: (answer: Answer) => ReactNode;
}

/** The place of a report while it comes, when it is here, and when it could not be had. */
export function ReportCard<Answer>({ title, report, children }: ReportCardProps<Answer>) {
  const { t } = useLingui();
  if (report.data !== undefined) {
    return (
      <div
        aria-busy={report.isPlaceholderData}
        className={cx("min-w-0 transition-opacity", report.isPlaceholderData && "opacity-60")}
      >
        {children(report.data)}
      </div>
    );
  }
  if (report.error) {
    return (
      <div>
        <ErrorState
          title={t`${title} did not load`}
          requestId={report.error instanceof ProblemError ? report.error.requestId : undefined}
          onRetry={() => void report.refetch()}
          retrying={report.isFetching}
        >
          {messageOf(report.error)}
        </ErrorState>
      </div>
    );
  }
  return (
    <div role="status" aria-label={t`${title} is loading`} className="grid gap-3 py-4">
      <Skeleton className="h-4 w-40" />
      <Skeleton className="h-3 w-64 max-w-full" />
      <Skeleton className="h-50 w-full" />
    </div>
  );
}

/** What a card says instead of an empty chart. */
export function NothingThen({ children }: { children: ReactNode }) {
  return (
    <p className="grid min-h-32 place-items-center rounded-m bg-sunken px-4 text-center text-sm text-ink-3">
      {children}
    </p>
  );
}
