import { Trans, useLingui } from "@lingui/react/macro";
import { useSession } from "@/features/session/session-context.tsx";
import { buttonClass } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useNow } from "@/ui/format/use-now.ts";
import { PageHeader } from "@/ui/page-header.tsx";
import { useTitle } from "@/ui/use-title.ts";

/** The first page of the day. With nothing in the workspace yet, it leads to the import. */
export function HomePage() {
  const { t } = useLingui();
  const { user } = useSession();
  const formats = useFormats();
  const now = useNow();
  useTitle(t`Home`);
  const firstName = user.name.split(" ")[0];
  return (
    <>
      <PageHeader
        title={t`Good to see you, ${firstName}`}
        summary={formats.day(new Date(now).toISOString())}
      />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
        <EmptyState
          title={t`Bring in your pipeline`}
          action={
            <a href="/imports" className={buttonClass("primary")}>
              <Trans>Import a file</Trans>
            </a>
          }
        >
          <Trans>
            Companies, contacts, leads and deals come in from a CSV file; the figures appear here.
          </Trans>
        </EmptyState>
      </div>
    </>
  );
}
