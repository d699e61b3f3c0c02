import { Trans, useLingui } from "@lingui/react/macro";
import { lazy, Suspense } from "react";
import { useRouter } from "@/router/router-context.tsx";
import { Button, buttonClass } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { Skeleton } from "@/ui/feedback/skeleton.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { NAV, type NavItem, placeOf } from "../shell/nav.ts";

const FindBox = lazy(() =>
  import("@/features/search/find-box.tsx").then((module) => ({ default: module.FindBox })),
);

/** An address that leads nowhere, or to a record that is gone or not this person's to see: and three ways on. */
export function NotFoundPage() {
  const { t, i18n } = useLingui();
  const list = listOf(useRouter().history.location.pathname);
  useTitle(t`Not found`);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
      <h1 className="sr-only">{t`Not found`}</h1>
      <EmptyState
        title={t`Nothing is here`}
        action={
          <div className="grid w-full gap-4 pt-1">
            <Suspense fallback={<Skeleton className="h-8.5 touch:h-11" />}>
              <FindBox />
            </Suspense>
            <div className="flex justify-center gap-2">
              {/* a tab of its own has nothing to go back to */}
              {window.history.length > 1 ? (
                <Button onClick={() => window.history.back()}>{t`Go back`}</Button>
              ) : null}
              <a href={list?.href ?? "/"} className={buttonClass("primary")}>
                {list ? i18n._(list.label) : t`Home`}
              </a>
            </div>
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
