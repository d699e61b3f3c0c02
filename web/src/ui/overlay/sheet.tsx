import { Dialog as Base } from "@base-ui/react/dialog";
import { useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../cx.ts";

/** Where a sheet comes from. `bottom` is for phones. */
export type SheetSide = "end" | "start" | "bottom";

/** What a sheet shows. */
export interface SheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  side?: SheetSide;
  children: ReactNode;
}

const SIDES: Record<SheetSide, string> = {
  end: "inset-y-0 end-0 w-full max-w-md border-s",
  start: "inset-y-0 start-0 w-72 max-w-[85vw] border-e",
  bottom: "inset-x-0 bottom-0 max-h-[85dvh] rounded-t-l border-t pb-[env(safe-area-inset-bottom)]",
};

/** A panel that slides over an edge of the page, for navigation, help and peeking. */
export function Sheet({ open, onOpenChange, title, side = "end", children }: SheetProps) {
  const { t } = useLingui();
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="motion-fade fixed inset-0 z-40 bg-[oklch(.2_.03_215/.35)] dark:bg-[oklch(0_0_0/.55)]" />
        <Base.Popup
          data-side={side}
          className={cx(
            "motion-sheet fixed z-40 flex flex-col border-line bg-paper shadow-2 outline-none",
            SIDES[side],
          )}
        >
          <div className="flex items-center justify-between gap-2 px-5 pt-4 pb-2">
            <Base.Title className="font-display text-xl font-medium">{title}</Base.Title>
            <Base.Close
              aria-label={t`Close`}
              className="-me-2 grid size-8 place-items-center rounded-m text-ink-2 hover:bg-hover touch:size-11"
            >
              <X className="size-4" aria-hidden="true" />
            </Base.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
