import { useLingui } from "@lingui/react/macro";
import { stageColor } from "@/features/pipelines/pipelines.ts";
import type { Stage } from "@/features/pipelines/types.ts";
import { Swatch } from "@/ui/chip.tsx";
import { Skeleton } from "@/ui/feedback/skeleton.tsx";

/** The board before its cards are there: the stages are known, the cards are grey. */
export function BoardSkeleton({ stages }: { stages: readonly Stage[] }) {
  const { t } = useLingui();
  return (
    <div role="status" aria-label={t`Loading`} className="flex min-h-0 flex-1 bg-surface">
      {stages
        .filter((stage) => stage.kind === "open")
        .map((stage) => (
          <div
            key={stage.id}
            className="grid min-w-54 flex-1 content-start gap-2 border-e border-line px-2.5"
          >
            <div className="flex h-10 items-center gap-2 text-sm font-semibold">
              <Swatch color={stageColor(stage)} />
              {stage.name}
            </div>
            <Skeleton className="h-20.5" />
            <Skeleton className="h-20.5 opacity-60" />
            <Skeleton className="h-20.5 opacity-30" />
          </div>
        ))}
    </div>
  );
}
