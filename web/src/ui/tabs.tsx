import { type ReactNode, useEffect, useRef } from "react";
import { cx } from "./cx.ts";

/** One tab: a link when the view lives in the URL, which it almost always does. */
export interface IndexTab {
  id: string;
  label: ReactNode;
  href: string;
  count?: ReactNode;
}

/**
 * Index tabs, cut like the tabs of a card index: the open one is joined to the page beneath it.
 * They are links in a `nav`, because each is an address that can be shared; `aria-current` marks
 * the open one.
 */
export function IndexTabs({
  label,
  tabs,
  current,
  end,
}: {
  label: string;
  tabs: IndexTab[];
  current: string;
  end?: ReactNode;
}) {
  const row = useRef<HTMLElement>(null);
  // On a phone the open tab may lie beyond the edge.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is open then
  useEffect(() => {
    const open = row.current?.querySelector("[aria-current]");
    open?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }, [current]);
  return (
    <nav
      ref={row}
      aria-label={label}
      className="-mb-px flex items-end gap-1 overflow-x-auto scroll-hidden"
    >
      {tabs.map((tab) => (
        <a
          key={tab.id}
          href={tab.href}
          aria-current={tab.id === current ? "page" : undefined}
          className={cx(
            "flex h-8.5 shrink-0 items-center gap-1.5 rounded-t-m border border-b-0 px-3 text-sm outline-offset-[-3px] touch:h-11",
            tab.id === current
              ? "border-line bg-surface font-semibold text-ink"
              : "border-transparent text-ink-2 hover:text-ink",
          )}
        >
          {tab.label}
          {tab.count === undefined ? null : (
            <span className="text-xs font-normal text-ink-3">{tab.count}</span>
          )}
        </a>
      ))}
      {end}
    </nav>
  );
}
