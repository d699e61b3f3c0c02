import { useLingui } from "@lingui/react/macro";
import { type ReactNode, Suspense, useState } from "react";
import { useCan } from "@/features/session/session-context.tsx";
import { Button, buttonClass } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { useShortcuts } from "@/ui/shortcuts.ts";

/** The button that makes a new record, its key, and the dialog that it opens; nothing for who may not. */
export function useNewRecord(
  permission: string,
  label: string,
  dialog: (close: () => void) => ReactNode,
): { button: ReactNode; open: ReactNode } {
  const { t } = useLingui();
  const may = useCan(permission);
  const [making, setMaking] = useState(false);
  const make = () => setMaking(true);
  useShortcuts(may ? [{ keys: "c", label, group: t`On this page`, run: make }] : []);
  return {
    button: may ? (
      <Button variant="primary" onClick={make} aria-keyshortcuts="c">
        {label}
      </Button>
    ) : null,
    open: making ? <Suspense>{dialog(() => setMaking(false))}</Suspense> : null,
  };
}

/** Instead of rows where there are none at all: what they would be, and the two ways to have some. */
export function NoRecordsYet({
  title,
  button,
  children,
}: {
  title: string;
  button: ReactNode;
  children: ReactNode;
}) {
  const { t } = useLingui();
  const mayImport = useCan("imports.create");
  return (
    <EmptyState
      title={title}
      action={
        <div className="flex gap-2">
          {mayImport ? (
            <a href="/imports" className={buttonClass("secondary")}>
              {t`Import a file`}
            </a>
          ) : null}
          {button}
        </div>
      }
    >
      {children}
    </EmptyState>
  );
}

/** Instead of rows where the tab and the filter leave none. */
export function NoRecordFits({
  title,
  all,
  onAll,
  children,
}: {
  title: string;
  /** What shows all of them again. */
  all: string;
  onAll: () => void;
  children: ReactNode;
}) {
  return (
    <EmptyState title={title} action={<Button onClick={onAll}>{all}</Button>}>
      {children}
    </EmptyState>
  );
}
