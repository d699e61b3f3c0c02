import { cx } from "../cx.ts";

/** A grey stand-in of the size of what is coming, so that nothing jumps when it arrives. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx("motion-breathe block rounded-s bg-hover", className ?? "h-3 w-24")}
    />
  );
}

const WIDTHS = ["w-4/5", "w-3/5", "w-11/12", "w-2/3", "w-3/4"];

/** Some lines of text that have not come yet, with a spoken "Loading" from the caller. */
export function SkeletonLines({ count = 3, label }: { count?: number; label: string }) {
  return (
    <div role="status" aria-label={label} className="grid gap-2.5 py-1">
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
        <Skeleton key={index} className={cx("h-3", WIDTHS[index % WIDTHS.length])} />
      ))}
    </div>
  );
}
