import { useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { WIDTH_MAX_PX, WIDTH_MIN_PX } from "./column-set.ts";
import { widthName } from "./columns.ts";

const STEP_PX = 8;
const LONG_STEP_PX = 40;

/**
 * The edge of a column: dragged, or moved with the arrow keys, it makes the column wider; two presses or Enter give it
 * back as much room as there is. While it moves, only a variable of the list changes.
 */
export function ColumnHandle({
  at,
  name,
  width,
  onWidth,
}: {
  at: number;
  name: string;
  width: number | undefined;
  onWidth: (width: number | undefined) => void;
}) {
  const { t } = useLingui();
  const from = useRef<{ x: number; px: number } | null>(null);

  function onPointerDown(event: PointerEvent<HTMLElement>): void {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, px: widthOf(event.currentTarget) };
  }

  function onPointerMove(event: PointerEvent<HTMLElement>): void {
    if (!from.current) return;
    const px = clamped(
      from.current.px + (event.clientX - from.current.x) * way(event.currentTarget),
    );
    gridOf(event.currentTarget)?.style.setProperty(widthName(at), `${px}px`);
  }

  function onPointerUp(event: PointerEvent<HTMLElement>): void {
    const moved = from.current && event.clientX !== from.current.x;
    from.current = null;
    if (moved) onWidth(widthOf(event.currentTarget));
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const step = (event.shiftKey ? LONG_STEP_PX : STEP_PX) * way(event.currentTarget);
    const now = width ?? widthOf(event.currentTarget);
    if (event.key === "ArrowRight") onWidth(now + step);
    else if (event.key === "ArrowLeft") onWidth(now - step);
    else if (event.key === "Home") onWidth(WIDTH_MIN_PX);
    else if (event.key === "Enter") onWidth(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t`Width of ${name}`}
      aria-valuenow={width ?? 0}
      aria-valuetext={width ? t`${width} pixels` : t`as wide as there is room`}
      aria-valuemin={0}
      aria-valuemax={WIDTH_MAX_PX}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onDoubleClick={() => onWidth(undefined)}
      onKeyDown={onKeyDown}
      className="absolute inset-y-0 -end-2.5 z-1 grid w-3 cursor-col-resize touch-none place-items-center outline-none after:h-4 after:w-px after:bg-line hover:after:h-full hover:after:w-0.5 hover:after:bg-accent focus-visible:after:h-full focus-visible:after:w-0.5 focus-visible:after:bg-accent"
    />
  );
}

const gridOf = (handle: Element) => handle.closest<HTMLElement>("[role=grid]");
const widthOf = (handle: Element) =>
  Math.round(handle.parentElement?.getBoundingClientRect().width ?? 0);
const way = (handle: Element) => (getComputedStyle(handle).direction === "rtl" ? -1 : 1);
const clamped = (px: number) => Math.max(WIDTH_MIN_PX, Math.min(WIDTH_MAX_PX, px));
