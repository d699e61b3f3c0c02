import type { ReactNode } from "react";
import { PanelLayout } from "./panel-layout.tsx";
import { useRecordFrame } from "./record-frame.tsx";

/** The parts of a record's page. */
export interface RecordLayoutProps {
  title: ReactNode;
  subtitle?: ReactNode;
  /** A way back to the list. */
  back?: ReactNode;
  actions?: ReactNode;
  /** Between the head and the columns: the path of stages, a notice. */
  banner?: ReactNode;
  /** The fields, and what is related. */
  side: ReactNode;
  /** The timeline and whatever else happens. */
  children: ReactNode;
}

/** A record as its place wants it: on a page of its own, or in the panel beside a list. */
export function RecordLayout(props: RecordLayoutProps) {
  const frame = useRecordFrame();
  return frame ? <PanelLayout frame={frame} {...props} /> : <PageLayout {...props} />;
}

/* Its facts in a narrow column, its story in a wide one. On a phone the facts come first. */
function PageLayout({ title, subtitle, back, actions, banner, side, children }: RecordLayoutProps) {
  return (
    <article className="flex h-full min-h-0 flex-col overflow-y-auto lg:overflow-hidden">
      <header className="shrink-0 border-b border-line px-4 pt-3 pb-3 md:px-6 md:pt-4">
        {/* On a phone the actions stand beside the way back, so that the title has the line for itself. */}
        <div className="flex flex-wrap justify-between gap-x-4 md:grid md:grid-cols-[minmax(0,1fr)_auto]">
          <div className="min-h-5.5 self-center whitespace-nowrap text-sm md:col-span-2 md:mb-1">
            {back}
          </div>
          <div className="ms-auto flex items-center gap-2 self-start max-md:-me-2 md:order-last">
            {actions}
          </div>
          <div className="min-w-0 max-md:w-full">
            <h1 className="font-display text-2xl font-medium tracking-[-.01em]">{title}</h1>
            {subtitle ? <div className="text-ink-2">{subtitle}</div> : null}
          </div>
        </div>
        {banner}
      </header>
      <div className="grid flex-1 grid-cols-[minmax(0,1fr)] content-start lg:min-h-0 lg:grid-cols-[22rem_minmax(0,1fr)] xl:grid-cols-[25rem_minmax(0,1fr)] lg:grid-rows-1 lg:content-stretch">
        <div className="border-line lg:min-h-0 px-4 py-4 md:px-6 max-lg:border-b lg:overflow-y-auto lg:border-e">
          {side}
        </div>
        <div className="bg-surface lg:min-h-0 px-4 py-4 md:px-6 lg:overflow-y-auto">{children}</div>
      </div>
    </article>
  );
}

/** A titled part of a record: Details, Related, Timeline. */
export function RecordSection({
  title,
  action,
  children,
}: {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="mb-6">
      <div className="mb-1 flex min-h-7 items-center justify-between gap-2">
        <h2 className="text-sm font-semibold">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
