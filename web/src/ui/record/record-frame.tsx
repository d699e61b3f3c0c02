import { createContext, type ReactNode, use, useMemo, useState } from "react";

/** What a record that is shown in a panel knows of the panel around it. */
export interface RecordFrame {
  /** The id of the heading: it names the panel. */
  headingId: string;
  /** The record's own page. */
  href: string;
  onClose: () => void;
  /** The record before and after it in the list; absent at the ends. */
  onPrevious?: () => void;
  onNext?: () => void;
  /** A panel that was opened by going there takes the focus; one that follows a list leaves it in the list. */
  takesFocus: boolean;
  /** Facts that nobody has filled in are left out. */
  brief: boolean;
  setBrief: (brief: boolean) => void;
}

const Frame = createContext<RecordFrame | null>(null);

/** The panel that a record is shown in; null on a page of its own. */
export function useRecordFrame(): RecordFrame | null {
  return use(Frame);
}

/** Shows the records within it as a panel does: what they lay out is the same, how it stands is not. */
export function RecordFrameProvider({
  children,
  headingId,
  href,
  onClose,
  onPrevious,
  onNext,
  takesFocus,
}: Omit<RecordFrame, "brief" | "setBrief"> & { children: ReactNode }) {
  const [brief, setBrief] = useState(true);
  const frame = useMemo(
    () => ({ headingId, href, onClose, onPrevious, onNext, takesFocus, brief, setBrief }),
    [headingId, href, onClose, onPrevious, onNext, takesFocus, brief],
  );
  return <Frame value={frame}>{children}</Frame>;
}
