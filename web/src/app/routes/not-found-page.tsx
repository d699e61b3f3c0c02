import { Trans, useLingui } from "@lingui/react/macro";
import { buttonClass } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { useTitle } from "@/ui/use-title.ts";

/** An address that leads nowhere, or to a record that is gone or not this person's to see. */
export function NotFoundPage() {
  const { t } = useLingui();
  useTitle(t`Not found`);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
      <EmptyState
        title={t`Nothing is here`}
        action={
          <div className="flex gap-2">
            <button
              type="button"
              className={buttonClass("secondary")}
              onClick={() => window.history.back()}
            >
              {t`Go back`}
            </button>
            <a href="/" className={buttonClass("primary")}>
              {t`Home`}
            </a>
          </div>
        }
      >
        <Trans>
          The address may be mistyped, the record may be in the trash, or it belongs to somebody
          whose records you do not see.
        </Trans>
      </EmptyState>
    </div>
  );
}
