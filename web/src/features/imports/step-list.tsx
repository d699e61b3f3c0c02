import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Check } from "lucide-react";
import { cx } from "@/ui/cx.ts";
import { VisuallyHidden } from "@/ui/visually-hidden.tsx";
import { STEPS, type Step } from "./import-steps.ts";

const LABELS: Record<Step, MessageDescriptor> = {
  file: msg`File`,
  columns: msg`Columns`,
  check: msg`Check`,
  result: msg`Import`,
};

/** Where one is in an import: an ordered list; the steps that one can go to are links. */
export function StepList({
  current,
  hrefOf,
}: {
  current: Step;
  hrefOf: (step: Step) => string | null;
}) {
  const { t, i18n } = useLingui();
  const at = STEPS.indexOf(current);
  return (
    <ol
      aria-label={t`Steps of the import`}
      className="-mb-px flex items-end overflow-x-auto scroll-hidden sm:gap-1"
    >
      {STEPS.map((step, index) => {
        const href = step === current ? null : hrefOf(step);
        const words = (
          <>
            <Mark done={index < at} number={index + 1} />
            {i18n._(LABELS[step])}
            {index < at ? <VisuallyHidden>{t`done`}</VisuallyHidden> : null}
          </>
        );
        return (
          <li key={step} aria-current={step === current ? "step" : undefined} className="shrink-0">
            {href ? (
              <a href={href} className={cx(TAB, "border-transparent text-ink-2 hover:text-ink")}>
                {words}
              </a>
            ) : (
              <span
                className={cx(
                  TAB,
                  step === current
                    ? "border-line bg-surface font-semibold text-ink"
                    : "border-transparent text-ink-3",
                )}
              >
                {words}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

const TAB =
  "flex h-8.5 items-center gap-1.5 rounded-t-m border border-b-0 px-2 text-sm sm:gap-2 outline-offset-[-3px] touch:h-11 sm:px-3";

function Mark({ done, number }: { done: boolean; number: number }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        "grid size-4.5 place-items-center rounded-full text-2xs font-semibold",
        done ? "bg-ok-soft text-ok" : "bg-hover text-ink-2",
      )}
    >
      {done ? <Check className="size-3" /> : number}
    </span>
  );
}
