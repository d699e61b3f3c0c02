import { type ReactNode, useState } from "react";
import type { Stage } from "@/features/pipelines/types.ts";
import { LostDialog } from "./lost-dialog.tsx";
import type { Deal } from "./types.ts";
import { useMoveDeal } from "./use-move-deal.ts";

/** Moves a deal to a stage from its own page; a lost stage asks for the reason first. */
export function useStageMover(deal: Deal): { moveTo: (stage: Stage) => void; dialog: ReactNode } {
  const move = useMoveDeal();
  const [losing, setLosing] = useState<Stage | null>(null);
  const start = (stage: Stage, lostReason?: string) =>
    move({
      dealId: deal.id,
      to: { by: "stage", stage, aboveId: null, belowId: null, lostReason },
    });
  return {
    moveTo: (stage) => {
      if (stage.id === deal.stage_id) return;
      if (stage.kind === "lost") setLosing(stage);
      else start(stage);
    },
    dialog: losing ? (
      <LostDialog
        deal={deal}
        onClose={() => setLosing(null)}
        onLost={(reason) => {
          setLosing(null);
          start(losing, reason);
        }}
      />
    ) : null,
  };
}
