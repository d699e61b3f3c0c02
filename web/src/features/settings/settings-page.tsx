import { useLingui } from "@lingui/react/macro";
import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useCan } from "@/features/session/session-context.tsx";
import { cx } from "@/ui/cx.ts";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { PageHeader } from "@/ui/page-header.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { settingsPlace, useSettings } from "./settings-places.ts";

/** What a page of the settings shows within their frame. */
export interface SettingsPageProps {
  /** The page's id in the list of settings, which says its title and who sees it. */
  place: string;
  summary?: ReactNode;
  actions?: ReactNode;
  /** What belongs to the lower edge of the head. */
  tabs?: ReactNode;
  children: ReactNode;
}

/** A page of the settings: the others beside it, on a phone the way back to their list. */
export function SettingsPage({ place: id, summary, actions, tabs, children }: SettingsPageProps) {
  const { i18n } = useLingui();
  const { label } = settingsPlace(id);
  const title = i18n._(label);
  useTitle(title);
  return (
    <div className="flex min-h-0 flex-1">
      <SettingsNav current={id} />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <BackToSettings />
        <PageHeader title={title} summary={summary} actions={actions}>
          {tabs}
        </PageHeader>
        <section
          aria-label={title}
          // Whoever reads by keys scrolls it, also where there is nothing to press.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
          tabIndex={0}
          className="min-h-0 flex-1 overflow-y-auto bg-surface px-4 py-5 outline-offset-[-2px] md:px-6"
        >
          <div className="mx-auto grid max-w-3xl grid-cols-1 gap-8">{children}</div>
        </section>
      </div>
    </div>
  );
}

/** Gives a page of the settings to whoever may open it, and says to the others whose it is. */
export function SettingsGate({ place, children }: { place: string; children: ReactNode }) {
  const { t, i18n } = useLingui();
  const { about, needs } = settingsPlace(place);
  if (useCan(needs)) return children;
  return (
    <SettingsPage place={place}>
      <EmptyState title={t`This page is for administrators`}>{i18n._(about)}</EmptyState>
    </SettingsPage>
  );
}

function SettingsNav({ current }: { current: string }) {
  const { t, i18n } = useLingui();
  const groups = useSettings();
  return (
    <nav
      aria-label={t`Settings`}
      className="hidden w-48 shrink-0 content-start gap-4 overflow-y-auto border-e border-line bg-paper px-2 py-4 lg:grid"
    >
      {groups.map(({ label, places }) => (
        <div key={label.id} className="grid gap-px">
          <div className="px-2.5 pb-1 text-xs font-medium text-ink-3">{i18n._(label)}</div>
          {places.map((place) => (
            <a
              key={place.id}
              href={place.href}
              aria-current={place.id === current ? "page" : undefined}
              className={cx(
                "flex h-8 items-center rounded-m px-2.5 text-sm outline-offset-[-2px] touch:h-11",
                place.id === current
                  ? "bg-mark-soft font-semibold text-ink"
                  : "text-ink-2 hover:bg-hover hover:text-ink",
              )}
            >
              {i18n._(place.label)}
            </a>
          ))}
        </div>
      ))}
    </nav>
  );
}

function BackToSettings() {
  const { t } = useLingui();
  return (
    <a
      href="/settings"
      className="flex h-9 items-center gap-1 bg-paper px-3 text-sm text-ink-2 outline-offset-[-2px] hover:text-ink md:px-5 lg:hidden touch:h-11"
    >
      <ChevronLeft className="size-4 rtl:-scale-x-100" aria-hidden="true" />
      {t`Settings`}
    </a>
  );
}
