import { useLingui } from "@lingui/react/macro";
import { UsersRound } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import { viewHref } from "@/features/views/views.ts";
import { firstPage } from "@/ui/first-page.ts";
import { PageHeader } from "@/ui/page-header.tsx";
import { useShortcuts } from "@/ui/shortcuts.ts";
import { type IndexTab, IndexTabs } from "@/ui/tabs.tsx";
import { listHref } from "./list-search.ts";
import { useGo } from "./use-go.ts";
import type { ListState } from "./use-list-state.ts";

const ViewTools = lazy(async () => {
  await firstPage;
  return { default: (await import("@/features/views/view-tools.tsx")).ViewTools };
});

/** The head of a list: title and figures, and its tabs: those that are always there, the shared views, one's own. */
export function ListHead({
  state,
  title,
  summary,
  actions,
}: {
  state: ListState;
  title: string;
  summary: ReactNode;
  actions?: ReactNode;
}) {
  const { t } = useLingui();
  const { paths, layout, all, view, tab } = state;
  const tabs: IndexTab[] = [
    ...state.tabs.map(({ id, label }) => ({
      id: id ?? "",
      label,
      href: listHref(paths[layout], { view: id }),
    })),
    ...all.map((one) => ({
      id: one.id,
      label: <ViewLabel name={one.name} shared={one.shared} />,
      href: viewHref(paths, one),
    })),
  ];
  const current = view?.id ?? tab?.id ?? "";
  useTabShortcuts(tabs, current);
  return (
    <PageHeader title={title} summary={summary} actions={actions}>
      <IndexTabs
        label={t`Views`}
        current={current}
        tabs={tabs}
        end={
          <Suspense>
            <ViewTools
              noun={state.noun}
              paths={paths}
              all={all}
              view={view}
              state={state.kept}
              changed={state.changed}
            />
          </Suspense>
        }
      />
    </PageHeader>
  );
}

function ViewLabel({ name, shared }: { name: string; shared: boolean }) {
  const { t } = useLingui();
  return (
    <>
      <bdi className="max-w-48 truncate">{name}</bdi>
      {shared ? (
        <UsersRound className="size-3.5 text-ink-3" role="img" aria-label={t`shared`} />
      ) : null}
    </>
  );
}

function useTabShortcuts(tabs: readonly IndexTab[], current: string): void {
  const { t } = useLingui();
  const go = useGo();
  const step = (by: -1 | 1) => () => {
    const at = tabs.findIndex(({ id }) => id === current);
    const next = tabs[(at + by + tabs.length) % tabs.length];
    if (next) go(next.href);
  };
  const group = t`In a list`;
  useShortcuts([
    { keys: "[", label: t`Previous view`, group, run: step(-1), inPalette: false },
    { keys: "]", label: t`Next view`, group, run: step(1), inPalette: false },
  ]);
}
