import { Trans, useLingui } from "@lingui/react/macro";
import { useLocation } from "@tanstack/react-router";
import { buttonClass } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { NAV, type NavItem, placeOf } from "../shell/nav.ts";

/** An address that leads nowhere, or to a record that is gone or not this person's to see. */
export function NotFoundPage() {
  const { t, i18n } = useLingui();
  const list = listOf(useLocation().pathname);
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
            <a href={list?.href ?? "/"} className={buttonClass("primary")}>
              {list ? i18n._(list.label) : t`Home`}
            </a>
          </div>
        }
      >
        <Trans>
          The address may be mistyped, the record may be in the trash, or it belongs to somebody
          whose records you do not see. Look for it in the list, or ask who gave you the address.
        </Trans>
      </EmptyState>
    </div>
  );
}

/* A record that is not there was looked for in some list; an unknown place has none. */
function listOf(pathname: string): NavItem | undefined {
  const place = placeOf(pathname);
  return NAV.find(({ id, href }) => id === place && href !== pathname);
}
