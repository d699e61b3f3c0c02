import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useCallback } from "react";
import type { Place } from "@/router/history.ts";
import { useHeldStep } from "@/router/router-context.tsx";
import { Button } from "@/ui/button.tsx";
import { Dialog } from "@/ui/overlay/dialog.tsx";

/** When leaving is asked about, and what is said then. */
export interface LeaveGuardProps {
  /** Somebody who leaves now leaves something unfinished. */
  unfinished: boolean;
  /** Closing the window would lose something too. */
  loses: boolean;
  title: string;
  children: ReactNode;
}

/** Asks whoever goes to another page in the middle of an import whether they mean it. */
export function LeaveGuard({ unfinished, loses, title, children }: LeaveGuardProps) {
  const { t } = useLingui();
  // Nobody is kept from signing out, and a step of the same import is no other page.
  const holds = useCallback(
    (from: Place, to: Place) =>
      unfinished && to.pathname !== from.pathname && to.pathname !== "/sign-in",
    [unfinished],
  );
  const held = useHeldStep(holds, loses);
  if (!held) return null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && held.reset()}
      title={title}
      description={children}
      footer={
        <>
          <Button onClick={held.proceed}>{t`Leave`}</Button>
          <Button variant="primary" onClick={held.reset}>
            {t`Stay here`}
          </Button>
        </>
      }
    />
  );
}
