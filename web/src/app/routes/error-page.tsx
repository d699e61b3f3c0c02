import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { useEffect } from "react";
import { NetworkError, ProblemError } from "@/api/problem.ts";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { NotFoundPage } from "./not-found-page.tsx";

/** What is shown when a page cannot be: a sentence for each kind of trouble, and another try. */
export function ErrorPage({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useLingui();
  const queries = useQueryErrorResetBoundary();
  useEffect(() => queries.reset(), [queries]);
  if (error instanceof ProblemError && error.status === 404) return <NotFoundPage />;
  const requestId = error instanceof ProblemError ? error.requestId : undefined;
  if (error instanceof NetworkError) {
    return (
      <ErrorState title={t`No connection`} onRetry={reset}>
        <Trans>
          The server could not be reached. What you see may be old; nothing that you wrote is lost.
        </Trans>
      </ErrorState>
    );
  }
  if (error instanceof ProblemError && error.status === 403) {
    return (
      <ErrorState title={t`Not for your role`} requestId={requestId}>
        <Trans>
          Your role does not open this page. An administrator of the workspace can change that.
        </Trans>
      </ErrorState>
    );
  }
  return (
    <ErrorState title={t`This page did not load`} requestId={requestId} onRetry={reset}>
      {error instanceof ProblemError ? (
        error.message
      ) : (
        <Trans>Something in this page went wrong. Trying again often helps.</Trans>
      )}
    </ErrorState>
  );
}
