import { Dialog as Base } from "@base-ui/react/dialog";
import { type ReactNode, useId, useRef } from "react";
import { ShortcutScope } from "../shortcuts.ts";
import { PHONE, useMediaQuery } from "../use-media-query.ts";
import { RecordFrameProvider } from "./record-frame.tsx";

/** What the panel needs to know of the record in it. */
export interface RecordPanelProps {
  /** The record's own page. */
  href: string;
  onClose: () => void;
  onPrevious?: () => void;
  onNext?: () => void;
  takesFocus?: boolean;
  children: ReactNode;
}

/**
 * A record beside its list: the list stays usable, so this is a region and not a dialog; on a phone, where it covers
 * the page, it is one. Its keys are those of whoever stands in it: `#` in the list is not about the record beside it.
 */
export function RecordPanel({ children, takesFocus = false, ...frame }: RecordPanelProps) {
  const phone = useMediaQuery(PHONE);
  const headingId = useId();
  const region = useRef<HTMLElement>(null);
  const content = (
    <ShortcutScope value={region}>
      <RecordFrameProvider {...frame} headingId={headingId} takesFocus={takesFocus || phone}>
        {children}
      </RecordFrameProvider>
    </ShortcutScope>
  );
  if (phone) {
    return (
      <Base.Root open onOpenChange={(open) => !open && frame.onClose()}>
        <Base.Portal>
          <Base.Popup
            ref={region as React.RefObject<HTMLDivElement | null>}
            aria-labelledby={headingId}
            className="fixed inset-0 z-40 flex flex-col bg-paper outline-none"
          >
            {content}
          </Base.Popup>
        </Base.Portal>
      </Base.Root>
    );
  }
  return (
    <aside
      ref={region}
      aria-labelledby={headingId}
      onKeyDown={(event) => {
        const inside = event.currentTarget.contains(event.target as Node);
        if (event.key !== "Escape" || event.defaultPrevented || !inside) return;
        event.preventDefault();
        frame.onClose();
      }}
      className="z-20 flex w-100 min-h-0 shrink-0 flex-col border-s border-line bg-paper max-xl:absolute max-xl:inset-y-0 max-xl:end-0 max-xl:shadow-2 2xl:w-110"
    >
      {content}
    </aside>
  );
}
