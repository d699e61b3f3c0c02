import { useLingui } from "@lingui/react/macro";
import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { firstPage } from "@/ui/first-page.ts";
import { listenForShortcuts, type Shortcut, useShortcuts } from "@/ui/shortcuts.ts";
import { PHONE, useMediaQuery } from "@/ui/use-media-query.ts";
import { placeOf, usePlaces } from "./nav.ts";
import { RouteAnnouncer } from "./route-announcer.tsx";
import {
  type CreatedNoun,
  openChoices,
  openPalette,
  openShortcutSheet,
  setOverlay,
  useOverlay,
  whatIsAsked,
} from "./shell-state.ts";
import { type NavCounts, Sidebar } from "./sidebar.tsx";
import { useCreateShortcuts } from "./use-create-shortcuts.ts";

const ShortcutSheet = lazy(() =>
  import("../shortcuts/shortcut-sheet.tsx").then((module) => ({ default: module.ShortcutSheet })),
);
const Palette = lazy(() =>
  import("../palette/palette.tsx").then((module) => ({ default: module.Palette })),
);
const CreateAnywhere = lazy(() =>
  import("./create-anywhere.tsx").then((module) => ({ default: module.CreateAnywhere })),
);
const MoreSheet = lazy(() =>
  import("./more-sheet.tsx").then((module) => ({ default: module.MoreSheet })),
);
const BottomBar = lazy(() =>
  import("./bottom-bar.tsx").then((module) => ({ default: module.BottomBar })),
);
const NotificationWatch = lazy(async () => {
  await firstPage;
  return {
    default: (await import("@/features/notifications/notification-watch.tsx")).NotificationWatch,
  };
});
const ToastViewport = lazy(async () => {
  await firstPage;
  return { default: (await import("@/ui/overlay/toast-viewport.tsx")).ToastViewport };
});

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
  useEffect(() => listenForShortcuts(document, openChoices), []);
  useShortcuts(useNavShortcuts(go));
  useShortcuts(useCreateShortcuts());
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
          <BottomBar current={current} unread={counts.notifications !== undefined} />
        </Suspense>
      ) : null}
      <RouteAnnouncer pathname={pathname} />
      <Suspense>
        {overlay === "shortcuts" ? (
          <ShortcutSheet open onOpenChange={() => setOverlay(null)} />
        ) : null}
        {overlay === "palette" ? (
          <Palette go={go} asked={whatIsAsked()} onClose={() => setOverlay(null)} />
        ) : null}
        {overlay?.startsWith("new ") ? (
          <CreateAnywhere
            noun={overlay.slice(4) as CreatedNoun}
            go={go}
            onClose={() => setOverlay(null)}
          />
        ) : null}
        {overlay === "more" ? (
          <MoreSheet open onOpenChange={() => setOverlay(null)} current={current} counts={counts} />
        ) : null}
      </Suspense>
      {/* apart from the overlays, whose code would hide what is being said while it comes */}
      <Suspense>
        <ToastViewport />
      </Suspense>
      <Suspense>
        <NotificationWatch pathname={pathname} go={go} />
      </Suspense>
    </div>
  );
}

function useNavShortcuts(go: (href: string) => void): readonly Shortcut[] {
  const { t, i18n } = useLingui();
  const group = t`Go to`;
  const everywhere = t`Everywhere`;
  return [
    ...usePlaces().map((item) => ({
      keys: `g ${item.key}`,
      label: i18n._(item.label),
      group,
      run: () => go(item.href),
      global: true as const,
    })),
    {
      keys: "mod+k",
      label: t`Search or do something`,
      group: everywhere,
      run: openPalette,
      inPalette: false,
      global: true,
    },
    {
      keys: "/",
      label: t`Search`,
      group: everywhere,
      run: openPalette,
      inPalette: false,
      global: true,
    },
    {
      keys: "?",
      label: t`Show all shortcuts`,
      group: everywhere,
      run: openShortcutSheet,
      global: true,
    },
  ];
}
