import { useLingui } from "@lingui/react/macro";
import { useBlocker } from "@tanstack/react-router";
import type { ReactNode } from "react";
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
  const blocker = useBlocker({
    // Nobody is kept from signing out, and a step of the same import is no other page.
    shouldBlockFn: ({ current, next }) =>
      unfinished && next.pathname !== current.pathname && next.pathname !== "/sign-in",
    enableBeforeUnload: () => loses,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && blocker.reset()}
      title={title}
      description={children}
      footer={
        <>
          <Button onClick={blocker.proceed}>{t`Leave`}</Button>
          <Button variant="primary" onClick={blocker.reset}>
            {t`Stay here`}
          </Button>
        </>
      }
    />
  );
}
