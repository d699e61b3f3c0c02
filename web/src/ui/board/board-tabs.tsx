import { useLingui } from "@lingui/react/macro";
import { type RefObject, useEffect, useRef, useState } from "react";
import { Swatch } from "../chip.tsx";
import { useFormats } from "../format/format-context.tsx";
import type { BoardColumn } from "./types.ts";

/** On a phone one column is seen at a time: these name all of them, mark the one in sight and lead to the others. */
export function BoardTabs<Card>({
  label,
  columns,
  scroller,
}: {
  label: string;
  columns: readonly BoardColumn<Card>[];
  scroller: RefObject<HTMLElement | null>;
}) {
  const { t } = useLingui();
  const formats = useFormats();
  const strip = useRef<HTMLDivElement>(null);
  const inSight = useColumnInSight(scroller);
  const current = inSight ?? columns[0]?.id;
  useEffect(() => {
    const tab = strip.current?.querySelector('[aria-current="true"]');
    if (current && tab) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  return (
    <nav
      ref={strip}
      aria-label={t`Stages of ${label}`}
      className="flex shrink-0 gap-1 overflow-x-auto border-b border-line bg-surface px-2 scroll-hidden"
    >
      {columns.map((column) => (
        <button
          key={column.id}
          type="button"
          aria-current={column.id === current ? "true" : undefined}
          onClick={() =>
            scroller.current
              ?.querySelector(`[data-column="${CSS.escape(column.id)}"]`)
              ?.scrollIntoView({ block: "nearest", inline: "start", behavior: "smooth" })
          }
          className="relative flex h-11 shrink-0 items-center gap-1.5 px-2 text-sm text-ink-2 outline-offset-[-3px] aria-current:font-semibold aria-current:text-ink aria-current:before:absolute aria-current:before:inset-x-2 aria-current:before:bottom-0 aria-current:before:h-1 aria-current:before:rounded-t-full aria-current:before:bg-mark"
        >
          {column.lead ?? <Swatch color={column.color} />}
          {column.title}
          <span className="text-xs font-normal text-ink-3">{formats.number(column.count)}</span>
        </button>
      ))}
    </nav>
  );
}

/** The column that stands nearest to the start of the scroller. */
function useColumnInSight(scroller: RefObject<HTMLElement | null>): string | null {
  const [id, setId] = useState<string | null>(null);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      const start = element.getBoundingClientRect();
      const distance = (column: HTMLElement) => {
        const box = column.getBoundingClientRect();
        return Math.abs(
          getComputedStyle(element).direction === "rtl"
            ? box.right - start.right
            : box.left - start.left,
        );
      };
      const nearest = [...element.querySelectorAll<HTMLElement>("[data-column]")].sort(
        (a, b) => distance(a) - distance(b),
      )[0];
      setId(nearest?.dataset.column ?? null);
    };
    element.addEventListener("scroll", look, { passive: true });
    return () => element.removeEventListener("scroll", look);
  }, [scroller]);
  return id;
}
