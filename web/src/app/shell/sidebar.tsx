import { useLingui } from "@lingui/react/macro";
import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/ui/cx.ts";
import { Kbd } from "@/ui/kbd.tsx";
import { modKey } from "@/ui/shortcuts.ts";
import { usePlaces } from "./nav.ts";
import { openPalette } from "./shell-state.ts";
import { UserButtonSlot } from "./user-slot.tsx";
import { WorkspaceName } from "./workspace-name.tsx";

/** What stands at the end of a place's line, by its id: how many leads there are. */
export type NavCounts = Partial<Record<string, ReactNode>>;

/** The sidebar of wide windows: the workspace on top, its places, the person at the foot. */
export function Sidebar({ current, counts }: { current: string | null; counts: NavCounts }) {
  return (
    <header className="hidden min-h-0 flex-col border-e border-line bg-sunken md:flex">
      <div className="px-4 pt-3.5 pb-3">
        <WorkspaceName />
      </div>
      <SearchButton />
      <NavList current={current} counts={counts} />
      <div className="mt-auto p-2">
        <UserButtonSlot />
      </div>
    </header>
  );
}

/** The places as a list of links; the open one carries the marigold mark. */
export function NavList({
  current,
  counts,
  onFollow,
}: {
  current: string | null;
  counts: NavCounts;
  onFollow?: () => void;
}) {
  const { t, i18n } = useLingui();
  const places = usePlaces();
  return (
    <nav aria-label={t`Workspace`} className="grid gap-px overflow-y-auto py-1">
      {places.map((item) => {
        const open = item.id === current;
        return (
          <a
            key={item.id}
            href={item.href}
            aria-current={open ? "page" : undefined}
            onClick={onFollow}
            className={cx(
              "group relative mx-2 flex h-8 items-center justify-between rounded-m px-2.5 text-sm outline-offset-[-2px] touch:h-11",
              open
                ? "bg-surface font-semibold text-ink shadow-1 before:absolute before:inset-y-2 before:-start-2 before:w-1.25 before:rounded-e-full before:bg-mark"
                : "text-ink-2 hover:bg-hover hover:text-ink",
            )}
          >
            {i18n._(item.label)}
            {counts[item.id] === undefined ? null : (
              <span className="text-xs font-normal text-ink-3 group-hover:hidden group-focus-visible:hidden touch:group-hover:inline">
                {counts[item.id]}
              </span>
            )}
            <span className="hidden group-hover:inline group-focus-visible:inline touch:group-hover:hidden">
              <Kbd keys={`G ${item.key.toUpperCase()}`} />
            </span>
          </a>
        );
      })}
    </nav>
  );
}

/** Opens the palette; for those who do not know its key yet, and for phones. */
export function SearchButton() {
  const { t } = useLingui();
  return (
    <button
      type="button"
      onClick={openPalette}
      aria-keyshortcuts="Control+K Meta+K"
      className="mx-2 mb-1 flex h-8 items-center gap-2 rounded-m border border-line bg-surface px-2.5 text-sm text-ink-2 outline-offset-[-2px] hover:border-ink-3 hover:text-ink touch:h-11"
    >
      <Search className="size-4" aria-hidden="true" />
      <span className="flex-1 text-start">{t`Search`}</span>
      <span className="touch:hidden">
        <Kbd keys={`${modKey()}K`} />
      </span>
    </button>
  );
}
