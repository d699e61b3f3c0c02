import { cx } from "../cx.ts";

/** What a progress bar says. Without `value` it goes on for nobody knows how long. */
export interface ProgressProps {
  label: string;
  value?: number;
  max?: number;
}

/** How far something is, as far as that is known; the words belong beside it. */
export function Progress({ label, value, max = 1 }: ProgressProps) {
  const share = value === undefined ? undefined : Math.min(1, max > 0 ? value / max : 1);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === undefined ? undefined : Math.round(share * 100)}
      className="h-1.5 overflow-hidden rounded-full bg-hover"
    >
      <div
        className={cx(
          "h-full origin-left rounded-full bg-accent transition-transform duration-(--t-3) rtl:origin-right",
          share === undefined && "motion-breathe",
        )}
        style={{ transform: `scaleX(${share ?? 1})` }}
      />
    </div>
  );
}
