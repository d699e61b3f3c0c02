import type { ReactNode } from "react";

/** The head of a page: its title in the ledger's serif, a sentence of figures, and its actions. */
export interface PageHeaderProps {
  title: string;
  summary?: ReactNode;
  actions?: ReactNode;
  /** Index tabs or anything else that belongs to the head's lower edge. */
  children?: ReactNode;
}

/** Every page begins with this, so that titles, figures and actions stand where one looks for them. */
export function PageHeader({ title, summary, actions, children }: PageHeaderProps) {
  return (
    <header className="shrink-0 border-b border-line bg-paper px-4 pt-3 md:px-6 md:pt-4">
      <div className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-2 pb-3">
        <h1 className="font-display text-2xl font-medium tracking-[-.01em]">{title}</h1>
        {summary ? (
          <div className="text-ink-2 max-md:order-last max-md:w-full">{summary}</div>
        ) : null}
        {actions ? <div className="ms-auto flex items-center gap-2">{actions}</div> : null}
      </div>
      {children}
    </header>
  );
}

/** A bold figure within the header's sentence. */
export function Figure({ children }: { children: ReactNode }) {
  return <b className="font-semibold text-ink">{children}</b>;
}
