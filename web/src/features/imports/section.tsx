import type { ReactNode } from "react";

/** A titled part of a step. */
export function Section({
  title,
  note,
  children,
}: {
  title: string;
  note?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="grid gap-2">
      <h2 className="font-display text-lg font-medium">{title}</h2>
      {note ? <p className="text-sm text-ink-2">{note}</p> : null}
      {children}
    </section>
  );
}

/** The line at the foot of a step: what it comes to at the start, the way on at the end. It stays in sight. */
export function StepFooter({ children, summary }: { children: ReactNode; summary: ReactNode }) {
  return (
    <div className="sticky bottom-0 z-10 -mx-4 mt-auto -mb-5 flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line bg-surface px-4 py-3 md:-mx-6 md:px-6">
      <p className="min-w-0 flex-1 basis-48 text-sm text-ink-2">{summary}</p>
      <div className="flex items-center gap-2 max-sm:w-full max-sm:justify-end">{children}</div>
    </div>
  );
}
