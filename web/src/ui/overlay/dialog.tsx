import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode } from "react";

/** What a dialog says. `footer` holds its buttons, the main one last. */
export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
}

const BACKDROP =
  "motion-fade fixed inset-0 z-40 bg-[oklch(.2_.03_215/.35)] dark:bg-[oklch(0_0_0/.55)]";

/** A question or a short form over the page: focus stays inside, Escape closes, focus comes back. */
export function Dialog({ open, onOpenChange, title, description, children, footer }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={BACKDROP} />
        <Base.Viewport className="fixed inset-0 z-40 grid place-items-center overflow-y-auto p-4">
          <Base.Popup className="motion-pop grid w-full max-w-md gap-4 rounded-l bg-surface p-5 shadow-2 outline-none">
            <div className="grid gap-1">
              <Base.Title className="font-display text-xl font-medium">{title}</Base.Title>
              {description ? (
                <Base.Description className="text-ink-2">{description}</Base.Description>
              ) : null}
            </div>
            {children}
            {footer ? <div className="flex flex-wrap justify-end gap-2">{footer}</div> : null}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
