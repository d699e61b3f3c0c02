import { Popover as Base } from "@base-ui/react/popover";
import type { ReactNode } from "react";

/** A small form or list that hangs on whatever opened it. The page behind stays as it is. */
export interface ChipPopoverProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** What it hangs on. */
  anchor: Element | null;
  /** What it is called by those who listen. */
  label: string;
  align?: "start" | "center" | "end";
  children: ReactNode;
}

/** Closes with Escape and with a press elsewhere; the focus goes in and comes back. */
export function ChipPopover({
  open,
  onOpenChange,
  anchor,
  label,
  align = "start",
  children,
}: ChipPopoverProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Positioner
          anchor={anchor}
          align={align}
          side="bottom"
          sideOffset={6}
          collisionPadding={12}
          className="z-50"
        >
          <Base.Popup
            aria-label={label}
            finalFocus={() => (anchor instanceof HTMLElement ? anchor : null)}
            className="motion-pop max-h-(--available-height) max-w-(--available-width) overflow-y-auto rounded-m bg-surface text-base shadow-2 outline-none"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
