import { Trans, useLingui } from "@lingui/react/macro";
import { buttonClass } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { useTitle } from "@/ui/use-title.ts";

/** An address of the console that leads nowhere. */
export function NothingPage() {
  const { t } = useLingui();
  useTitle(t`Page not found`);
  return (
    <EmptyState
      title={t`There is nothing at this address`}
      action={
        <a href="/" className={buttonClass()}>
          <Trans>To the tenants</Trans>
        </a>
      }
    />
  );
}
