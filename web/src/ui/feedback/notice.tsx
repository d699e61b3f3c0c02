import type { ReactNode } from "react";
import { cx } from "../cx.ts";

/** What kind of news a notice brings. */
export type NoticeTone = "bad" | "warn" | "ok" | "plain";

const TONES: Record<NoticeTone, string> = {
  bad: "bg-bad-soft text-bad",
  warn: "bg-warn-soft text-warn",
  ok: "bg-ok-soft text-ok",
  plain: "bg-sunken text-ink-2",
};

/** A message that stays where it belongs, above the form or the table it speaks of. */
export function Notice({ tone = "plain", children }: { tone?: NoticeTone; children: ReactNode }) {
  return (
    <div
      role={tone === "bad" ? "alert" : "status"}
      className={cx("rounded-m px-3 py-2 text-sm font-medium", TONES[tone])}
    >
      {children}
    </div>
  );
}
