import type { ReactNode } from "react";

/** A list, and beside it the panel of the record that lies open. */
export function BesideList({ panel, children }: { panel: ReactNode; children: ReactNode }) {
  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">{children}</div>
      {panel}
    </div>
  );
}
