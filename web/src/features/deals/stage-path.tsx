import { useLingui } from "@lingui/react/macro";
import type { Stage } from "@/features/pipelines/types.ts";
import { cx } from "@/ui/cx.ts";

/** The way of a deal through its open stages: behind it, where it stands, and where it can go with one press. */
export function StagePath({
  stages,
  current,
  onGo,
}: {
  stages: readonly Stage[];
  current: string;
  onGo?: (stage: Stage) => void;
}) {
  const { t } = useLingui();
  const at = stages.findIndex((stage) => stage.id === current);
  const now = stages[at];
  return (
    <nav aria-label={t`Stages`} className="pt-3">
      <ol className="flex gap-1 overflow-x-auto scroll-hidden">
        {stages
          .filter((stage) => stage.kind === "open")
          .map((stage, index) => {
            const here = stage.id === current;
            const passed = index < at && now?.kind !== "lost";
            return (
              <li key={stage.id} className="min-w-24 flex-1">
                <button
                  type="button"
                  disabled={!onGo && !here}
                  aria-current={here ? "step" : undefined}
                  onClick={() => !here && onGo?.(stage)}
                  className={cx(
                    "group grid w-full gap-1.5 rounded-s py-1 text-start text-sm outline-offset-2 touch:py-2.5",
                    here ? "font-semibold text-ink" : "text-ink-2 enabled:hover:text-ink",
                  )}
                >
                  <span
                    aria-hidden="true"
                    className={cx(
                      "h-1.5 rounded-full",
                      here
                        ? "bg-mark"
                        : passed
                          ? "bg-accent"
                          : "bg-line group-enabled:group-hover:bg-line-strong",
                    )}
                  />
                  <span dir="auto" className="truncate">
                    {stage.name}
                  </span>
                </button>
              </li>
            );
          })}
      </ol>
    </nav>
  );
}
