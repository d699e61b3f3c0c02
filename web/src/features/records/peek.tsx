import { useLingui } from "@lingui/react/macro";
import { Suspense } from "react";
import { ProblemError } from "@/api/problem.ts";
import { CatchBoundary } from "@/router/catch-boundary.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { RecordLayout } from "@/ui/record/record-layout.tsx";
import { RecordPanel, type RecordPanelProps } from "@/ui/record/record-panel.tsx";
import { messageOf } from "./message-of.ts";
import { RecordSkeleton } from "./record-page.tsx";

/** A record's page in the panel beside a list; what goes wrong stays in the panel. */
export function Peek(props: RecordPanelProps) {
  return (
    <RecordPanel {...props}>
      <CatchBoundary resetKey={props.href} fallback={PeekError}>
        <Suspense fallback={<RecordSkeleton />}>{props.children}</Suspense>
      </CatchBoundary>
    </RecordPanel>
  );
}

function PeekError({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useLingui();
  const gone = error instanceof ProblemError && error.status === 404;
  return (
    <RecordLayout title={gone ? t`Nothing is here` : t`This did not load`} side={null}>
      {gone ? (
        <EmptyState title={t`It is gone, or not yours to see`}>
          {t`Somebody may have deleted it, or it belongs to somebody else now.`}
        </EmptyState>
      ) : (
        <ErrorState title={t`This did not load`} onRetry={reset}>
          {messageOf(error)}
        </ErrorState>
      )}
    </RecordLayout>
  );
}
