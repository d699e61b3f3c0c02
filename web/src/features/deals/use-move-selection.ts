import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { findStage, pipelinesQuery } from "@/features/pipelines/pipelines.ts";
import { stageOptions } from "@/features/pipelines/stage-options.tsx";
import type { Pipeline, Stage } from "@/features/pipelines/types.ts";
import { endProgress, showProgress } from "@/features/records/bulk/running.ts";
import type { BulkStages } from "@/features/records/bulk/types.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { keysOf } from "@/features/records/resource.ts";
import { toast } from "@/ui/overlay/toast.tsx";
import { BOARDS } from "./board-query.ts";
import { type Destination, sendMove } from "./deal-move.ts";
import { deals } from "./deals.ts";
import type { Deal } from "./types.ts";

/* Where each deal goes; one that is there already goes nowhere. */
type Moves = readonly { id: string; to: (deal: Deal) => Destination | undefined }[];

/** Moves the chosen deals to a stage, one after the other, and takes all of that back at once. */
export function useMoveSelection(only?: Pipeline): BulkStages {
  const { t } = useLingui();
  const client = useQueryClient();
  const pipelines = useQuery(pipelinesQuery).data ?? [];
  const offered = only ? [only] : pipelines;
  // a lost deal asks for its own reason
  const stages = offered.flatMap((pipeline) =>
    pipeline.stages.filter(({ kind }) => kind !== "lost"),
  );

  async function run(
    moves: Moves,
    said: (count: number) => string,
    undoable: boolean,
  ): Promise<void> {
    const made: Deal[] = [];
    let problem: unknown;
    for (const [done, { id, to }] of moves.entries()) {
      showProgress({ id: "moves", noun: "deals", label: t`Moving`, done, total: moves.length });
      try {
        const deal = await deals.get(id, new AbortController().signal);
        const destination = to(deal);
        if (!destination) continue;
        await sendMove(id, destination, deal.version);
        made.push(deal);
      } catch (error) {
        problem = error;
      }
    }
    endProgress("moves");
    void client.invalidateQueries({ queryKey: BOARDS });
    void client.invalidateQueries({ queryKey: ["deals"] });
    void client.resetQueries({ queryKey: keysOf("deals").lists });
    if (problem) toast(messageOf(problem), { tone: "bad" });
    if (made.length === 0) return;
    const back = made.map((deal) => ({
      id: deal.id,
      to: () => destinationOf(findStage(pipelines, deal.stage_id), deal.lost_reason),
    }));
    const undo = () =>
      void run(
        back,
        (count) => plural(count, { one: "Put back # deal", other: "Put back # deals" }),
        false,
      );
    toast(said(made.length), { onUndo: undoable ? undo : undefined });
  }

  return {
    options: stageOptions(stages),
    move: (ids, stageId) => {
      const stage = stages.find(({ id }) => id === stageId);
      if (!stage) return;
      const to = (deal: Deal) => (deal.stage_id === stageId ? undefined : destinationOf(stage));
      const { name } = stage;
      void run(
        ids.map((id) => ({ id, to })),
        (count) => {
          const moved = plural(count, { one: "# deal", other: "# deals" });
          return t`Moved ${moved} to ${name}`;
        },
        true,
      );
    },
  };
}

/* The top of a stage; nowhere when there is no such stage any more. */
function destinationOf(stage: Stage | undefined, reason?: string | null): Destination | undefined {
  const lostReason = reason ?? undefined;
  return stage && { by: "stage", stage, aboveId: null, belowId: null, lostReason };
}
