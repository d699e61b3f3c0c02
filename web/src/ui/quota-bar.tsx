import { useId } from "react";
import { cx } from "./cx.ts";

/** From which share on a bound is worth a word: `NEAR_PERCENT` of the server. */
export const NEAR = 0.9;

/** What of a bound is used: a name, figures in words, and a bar where there is a bound. */
export function QuotaBar({
  name,
  used,
  max,
  text,
}: {
  name: string;
  used: number;
  max?: number | null;
  /** The figures as they are said, such as "9,120 of 10,000". */
  text: string;
}) {
  const id = useId();
  const share = max ? Math.min(1, used / max) : 0;
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span id={id} className="font-medium">
          {name}
        </span>
        <span className="text-ink-2 tabular-nums">{text}</span>
      </div>
      {max ? (
        <div
          role="meter"
          aria-labelledby={id}
          aria-valuemin={0}
          aria-valuemax={max}
          aria-valuenow={Math.min(used, max)}
          aria-valuetext={text}
          className="h-1.5 overflow-hidden rounded-full bg-hover"
        >
          <div
            className={cx(
              "h-full origin-left rounded-full rtl:origin-right",
              share >= 1 ? "bg-bad" : share >= NEAR ? "bg-warn" : "bg-accent",
            )}
            style={{ transform: `scaleX(${share})` }}
          />
        </div>
      ) : null}
    </div>
  );
}
