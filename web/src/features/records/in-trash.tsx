import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Button } from "@/ui/button.tsx";

/** At the head of a record in the trash: that it is there, and the way out for who may take it. */
export function InTrash({ onRestore, children }: { onRestore?: () => void; children: ReactNode }) {
  const { t } = useLingui();
  return (
    <div
      role="status"
      className="mt-3 flex flex-wrap items-center gap-3 rounded-m bg-warn-soft py-1.5 ps-3 pe-2 text-sm font-medium text-warn"
    >
      <span className="flex-1 py-1">{children}</span>
      {onRestore ? <Button size="sm" onClick={onRestore}>{t`Take it out`}</Button> : null}
    </div>
  );
}
