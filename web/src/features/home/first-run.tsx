import { Trans, useLingui } from "@lingui/react/macro";
import { useCan } from "@/features/session/session-context.tsx";
import { buttonClass } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";

/** What an empty workspace says: where its records come from. */
export function FirstRun() {
  const { t } = useLingui();
  const mayImport = useCan("imports.create");
  return (
    <EmptyState
      title={t`Bring in your pipeline`}
      action={
        mayImport ? (
          <a href="/imports" className={buttonClass("primary")}>
            <Trans>Import a file</Trans>
          </a>
        ) : null
      }
    >
      <Trans>
        Companies, contacts, leads and deals come in from a CSV file; the figures appear here.
      </Trans>
    </EmptyState>
  );
}
