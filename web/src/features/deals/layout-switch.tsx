import { useLingui } from "@lingui/react/macro";
import { Columns3, Rows3 } from "lucide-react";
import { type ListSearch, listHref } from "@/features/records/list-search.ts";
import type { Layout } from "@/features/views/views.ts";
import { cx } from "@/ui/cx.ts";

/** The same deals under the same filter, as a list or as a board: two addresses. */
export function LayoutSwitch({ layout, search }: { layout: Layout; search: ListSearch }) {
  const { t } = useLingui();
  const { view, pipeline, filter } = search;
  const same = { view, pipeline, filter };
  const way = (to: Layout, href: string, label: string, icon: React.ReactNode) => (
    <a
      href={href}
      aria-label={label}
      title={label}
      aria-current={layout === to ? "page" : undefined}
      className={cx(
        "grid size-8 place-items-center text-ink-3 outline-offset-[-2px] hover:text-ink touch:size-11 [&_svg]:size-4",
        layout === to && "bg-hover text-ink",
      )}
    >
      {icon}
    </a>
  );
  return (
    <nav
      aria-label={t`Layout`}
      className="flex shrink-0 overflow-hidden rounded-m border border-line bg-surface"
    >
      {way("board", listHref("/pipeline", same), t`As a board`, <Columns3 aria-hidden="true" />)}
      {way("list", listHref("/deals", same), t`As a list`, <Rows3 aria-hidden="true" />)}
    </nav>
  );
}
