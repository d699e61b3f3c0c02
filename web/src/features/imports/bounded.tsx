import type { ReactNode } from "react";

const ROW_PX = 36;
const HEAD_PX = 36;
const CARD_PX = 60;

/** Room for a table within a page: as high as its rows, up to a good part of the window, where it scrolls by itself. */
export function Bounded({ rows, children }: { rows: number; children: ReactNode }) {
  const heights = {
    "--table": `${rows * ROW_PX + HEAD_PX}px`,
    "--cards": `${rows * CARD_PX + 2}px`,
  } as React.CSSProperties;
  return (
    <div
      style={heights}
      className="flex h-[min(var(--cards),65dvh)] flex-col overflow-hidden rounded-m border border-line md:h-[min(var(--table),60dvh)]"
    >
      {children}
    </div>
  );
}
