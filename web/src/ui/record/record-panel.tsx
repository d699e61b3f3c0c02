import { useLingui } from "@lingui/react/macro";
import { Maximize2, X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { IconButton } from "../icon-button.tsx";

/** What the panel shows of a record, and where its full page is. */
export interface RecordPanelProps {
  title: string;
  subtitle?: ReactNode;
  href: string;
  /** Before the buttons that every panel has: a menu. */
  actions?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/**
 * A record beside its list: the list stays usable, so this is a region and not a dialog. Takes the
 * focus when another record opens; Escape closes it. On a phone it covers the page.
 */
export function RecordPanel({
  title,
  subtitle,
  href,
  actions,
  onClose,
  children,
}: RecordPanelProps) {
  const { t } = useLingui();
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another record is another place to be
  useEffect(() => heading.current?.focus({ preventScroll: true }), [href]);
  return (
    <aside
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) onClose();
      }}
      className="flex min-h-0 flex-col border-line bg-paper max-md:fixed max-md:inset-0 max-md:z-30 md:w-90 md:shrink-0 md:border-s"
    >
      <header className="flex items-start gap-1 px-5 pt-4 pb-3">
        <div className="min-w-0 flex-1">
          <h2
            ref={heading}
            tabIndex={-1}
            className="font-display text-2xl font-medium outline-none"
          >
            {title}
          </h2>
          {subtitle ? <div className="text-ink-2">{subtitle}</div> : null}
        </div>
        {actions}
        <a
          href={href}
          aria-label={t`Open the full page`}
          title={t`Open the full page`}
          className="grid size-7 place-items-center rounded-m text-ink-2 hover:bg-hover touch:size-11"
        >
          <Maximize2 className="size-4" aria-hidden="true" />
        </a>
        <IconButton label={t`Close`} onClick={onClose}>
          <X aria-hidden="true" />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-6">{children}</div>
    </aside>
  );
}
