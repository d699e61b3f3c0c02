import { type ReactNode, useEffect } from "react";
import { cx } from "@/ui/cx.ts";
import { LanguageSwitch } from "./language-switch.tsx";

/** What a page before the workspace shows: whose it is, what one does here, and a form. */
export interface EntryPageProps {
  /** The workspace's name, or ours. */
  name: string;
  /** The browser tab's title. */
  title: string;
  lead: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
  /** Whose initial stands above it, where that is not the name's. */
  mark?: string;
  /** For a form of two columns. */
  wide?: boolean;
}

/** The pages through which one comes in: a sheet of ledger paper with one card on it. */
export function EntryPage({
  name,
  title,
  lead,
  children,
  footer,
  mark = name,
  wide,
}: EntryPageProps) {
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <main
      className={cx(
        "ledger-paper grid min-h-full place-items-center px-4 py-10",
        wide && "[--half:23.5rem]",
      )}
    >
      <div className={cx("w-full", wide ? "max-w-2xl" : "max-w-sm")}>
        <div className="mb-6 grid gap-3 ps-1">
          <span
            aria-hidden="true"
            className="grid size-10 place-items-center rounded-m bg-ink font-display text-xl text-mark dark:bg-hover"
          >
            {Array.from(mark)[0]}
          </span>
          <h1 className="font-display text-3xl font-medium tracking-[-.015em]">
            <bdi className="marked">{name}</bdi>
          </h1>
          <p className="text-ink-2">{lead}</p>
        </div>
        {children ? (
          <div className="rounded-l border border-line bg-surface p-5 shadow-1">{children}</div>
        ) : null}
        {footer ? <p className="mt-4 ps-1 text-sm text-ink-3">{footer}</p> : null}
        <LanguageSwitch className="mt-4 -ms-0.5" />
      </div>
    </main>
  );
}

/** A link among words. */
export const linkClass = "font-medium text-accent underline underline-offset-2";
