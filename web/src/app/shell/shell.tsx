import { useLingui } from "@lingui/react/macro";
import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { listenForShortcuts, type Shortcut, useShortcuts } from "@/ui/shortcuts.ts";
import { PHONE, useMediaQuery } from "@/ui/use-media-query.ts";
import { placeOf, usePlaces } from "./nav.ts";
import { RouteAnnouncer } from "./route-announcer.tsx";
import { openShortcutSheet, setOverlay, useOverlay } from "./shell-state.ts";
import { type NavCounts, Sidebar } from "./sidebar.tsx";

const ShortcutSheet = lazy(() =>
  import("../shortcuts/shortcut-sheet.tsx").then((module) => ({ default: module.ShortcutSheet })),
);
const MoreSheet = lazy(() =>
  import("./more-sheet.tsx").then((module) => ({ default: module.MoreSheet })),
);
const BottomBar = lazy(() =>
  import("./bottom-bar.tsx").then((module) => ({ default: module.BottomBar })),
);
const ToastViewport = lazy(() =>
  import("@/ui/overlay/toast.tsx").then((module) => ({ default: module.ToastViewport })),
);

/** What the shell needs: where one is, how to go elsewhere, and the page. */
export interface ShellProps {
  pathname: string;
  go: (href: string) => void;
  counts: NavCounts;
  children: ReactNode;
}

/** The frame around every page of the workspace. It stays while the pages change. */
export function Shell({ pathname, go, counts, children }: ShellProps) {
  const { t } = useLingui();
  const overlay = useOverlay();
  const phone = useMediaQuery(PHONE);
  const current = placeOf(pathname);
  useEffect(() => listenForShortcuts(document), []);
  useShortcuts(useNavShortcuts(go));
  return (
    <div className="grid h-dvh grid-rows-[1fr_auto] md:grid-cols-[13.5rem_minmax(0,1fr)] md:grid-rows-1">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-m focus:bg-surface focus:px-3 focus:py-2 focus:shadow-2"
      >
        {t`Skip to the page`}
      </a>
      <Sidebar current={current} counts={counts} />
      <main
        id="content"
        tabIndex={-1}
        className="flex min-h-0 min-w-0 flex-col overflow-hidden outline-none"
      >
        {children}
      </main>
      {phone ? (
        <Suspense fallback={<div className="h-14 border-t border-line bg-sunken" />}>
          <BottomBar current={current} />
        </Suspense>
      ) : null}
      <RouteAnnouncer pathname={pathname} />
      <Suspense>
        {overlay === "shortcuts" ? (
          <ShortcutSheet open onOpenChange={() => setOverlay(null)} />
        ) : null}
        {overlay === "more" ? (
          <MoreSheet open onOpenChange={() => setOverlay(null)} current={current} />
        ) : null}
      </Suspense>
      {/* apart from the overlays, whose code would hide what is being said while it comes */}
      <Suspense>
        <ToastViewport />
      </Suspense>
    </div>
  );
}

function useNavShortcuts(go: (href: string) => void): readonly Shortcut[] {
  const { t, i18n } = useLingui();
  const group = t`Go to`;
  return [
    ...usePlaces().map((item) => ({
      keys: `g ${item.key}`,
      label: i18n._(item.label),
      group,
      run: () => go(item.href),
    })),
    { keys: "?", label: t`Show this sheet`, group: t`Everywhere`, run: openShortcutSheet },
  ];
}
