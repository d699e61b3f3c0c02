import { Peek } from "@/features/records/peek.tsx";
import { DealPage } from "./deal-page.tsx";

/** A deal beside the board. */
export function DealPanel({ dealId, onClose }: { dealId: string; onClose: () => void }) {
  return (
    <Peek href={`/deals/${dealId}`} onClose={onClose} takesFocus>
      <DealPage key={dealId} dealId={dealId} onGone={onClose} />
    </Peek>
  );
}
