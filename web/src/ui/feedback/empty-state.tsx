import type { ReactNode } from "react";

/** What an empty place says: what would be here, and the one thing to do next. */
export interface EmptyStateProps {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** An empty list is an invitation, never a blank. The ruled lines are the ledger's empty page. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto grid max-w-sm justify-items-center gap-3 px-4 py-14 text-center">
      <svg viewBox="0 0 72 56" className="h-14 w-18 text-line" aria-hidden="true">
        <path d="M4 10h64M4 22h64M4 34h64M4 46h64" stroke="currentColor" strokeWidth="1.5" />
        <path d="M14 2v52" stroke="var(--bad)" strokeOpacity=".35" strokeWidth="1.5" />
        <rect x="20" y="17" width="30" height="10" rx="2" fill="var(--mark)" fillOpacity=".55" />
      </svg>
      <h2 className="font-display text-xl text-ink">{title}</h2>
      {children ? <div className="text-ink-2">{children}</div> : null}
      {action}
    </div>
  );
}
