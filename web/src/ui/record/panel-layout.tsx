import { useLingui } from "@lingui/react/macro";
import { ChevronDown, ChevronUp, Maximize2, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { cx } from "../cx.ts";
import { IconButton } from "../icon-button.tsx";
import type { RecordFrame } from "./record-frame.tsx";
import type { RecordLayoutProps } from "./record-layout.tsx";

/* A glance has no time for what is empty or said elsewhere, nor for a title above nothing. */
const BRIEF = "[&_[data-more]]:hidden [&_section:not(:has(dl>div:not([data-more])))]:hidden";

/** The same record in a panel: its head on top, its facts, its story below, one column to scroll. */
export function PanelLayout({
  frame,
  title,
  subtitle,
  actions,
  banner,
  side,
  children,
}: RecordLayoutProps & { frame: RecordFrame }) {
  const { t } = useLingui();
  const { brief, setBrief, headingId, href } = frame;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (frame.takesFocus) heading.current?.focus({ preventScroll: true });
  }, [frame.takesFocus]);
  return (
    <article className="flex min-h-0 flex-1 flex-col">
      <header className="border-b border-line px-5 pt-3 pb-3">
        <PanelButtons frame={frame} />
        <h2
          id={headingId}
          ref={heading}
          tabIndex={-1}
          className="font-display text-2xl font-medium tracking-[-.01em] outline-none"
        >
          <a href={href} className="hover:underline">
            {title}
          </a>
        </h2>
        {subtitle ? <div className="text-ink-2">{subtitle}</div> : null}
        {actions ? <div className="mt-2 flex flex-wrap items-center gap-2">{actions}</div> : null}
        {banner}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by the keyboard */}
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-5 pt-3 pb-6">
        <div className={cx(brief && BRIEF)}>{side}</div>
        <button
          type="button"
          aria-expanded={!brief}
          onClick={() => setBrief(!brief)}
          className="-mt-3 mb-5 rounded-s px-2 text-sm text-ink-2 underline hover:text-ink touch:min-h-11"
        >
          {brief ? t`Show all fields` : t`Hide empty fields`}
        </button>
        {children}
      </div>
    </article>
  );
}

function PanelButtons({ frame }: { frame: RecordFrame }) {
  const { t } = useLingui();
  const { onPrevious, onNext } = frame;
  return (
    <div className="-me-2 mb-1 flex items-center justify-end">
      {onPrevious || onNext ? (
        <>
          <IconButton label={t`Previous record`} disabled={!onPrevious} onClick={onPrevious}>
            <ChevronUp aria-hidden="true" />
          </IconButton>
          <IconButton label={t`Next record`} disabled={!onNext} onClick={onNext}>
            <ChevronDown aria-hidden="true" />
          </IconButton>
        </>
      ) : null}
      <a
        href={frame.href}
        aria-label={t`Open the full page`}
        title={t`Open the full page`}
        className="grid size-7 place-items-center rounded-m text-ink-2 hover:bg-hover hover:text-ink touch:size-11"
      >
        <Maximize2 className="size-4" aria-hidden="true" />
      </a>
      <IconButton label={t`Close`} onClick={frame.onClose}>
        <X aria-hidden="true" />
      </IconButton>
    </div>
  );
}
