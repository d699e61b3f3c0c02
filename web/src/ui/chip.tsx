import type { ReactNode } from "react";
import { cx } from "./cx.ts";

/** The colour families a chip may wear; colour never says something that the words do not. */
export type ChipTone = "plain" | "accent" | "ok" | "warn" | "bad" | "mark";

const TONES: Record<ChipTone, string> = {
  plain: "bg-sunken text-ink-2",
  accent: "bg-accent-soft text-accent",
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  mark: "bg-mark-soft text-ink",
};

/** A short word about a record: a status, a tag, a role. */
export function Chip({ tone = "plain", children }: { tone?: ChipTone; children: ReactNode }) {
  return (
    <span
      className={cx(
        "inline-flex h-5 max-w-full items-center gap-1 truncate rounded-s px-1.5 text-xs font-medium",
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}

/** The small square of a stage's or a status' colour, as the tabs of a card index have. */
export function Swatch({ color }: { color: string }) {
  return (
    <span
      aria-hidden="true"
      className="inline-block size-2.25 shrink-0 rounded-[2px]"
      style={{ background: color }}
    />
  );
}
