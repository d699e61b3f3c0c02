import { Trans, useLingui } from "@lingui/react/macro";
import { useCan } from "@/features/session/session-context.tsx";
import { Button, buttonClass } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { usePutSamples } from "./samples.ts";

/** What an empty workspace says: where its records come from, as far as this person can bring them. */
export function FirstRun() {
  const { t } = useLingui();
  const tries = useCan("samples.manage");
  const putting = usePutSamples();
  if (!useCan("imports.create")) {
    return (
      <EmptyState
        title={t`No figures yet`}
        action={
          <a href="/leads" className={buttonClass("primary")}>
            <Trans>Go to the leads</Trans>
          </a>
        }
      >
        <Trans>The figures of your leads and deals appear here as soon as there are some.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t`Bring in your pipeline`}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <a href="/imports" className={buttonClass("primary")}>
            <Trans>Import a file</Trans>
          </a>
          {tries ? (
            <Button busy={putting.isPending} onClick={() => putting.mutate()}>
              <Trans>Try it with sample records</Trans>
            </Button>
          ) : null}
        </div>
      }
    >
      <Trans>
        Companies, contacts, leads and deals come in from a CSV file; the figures appear here.
      </Trans>
    </EmptyState>
  );
}
