import { useLingui } from "@lingui/react/macro";
import { Maximize, Minus, Plus } from "lucide-react";
import { type PointerEvent, type RefObject, useMemo, useRef, useState } from "react";
import { useGo } from "@/features/records/use-go.ts";
import { nearest, type PointColumns } from "@/ui/charts/scatter/paint.ts";
import { useView } from "@/ui/charts/scatter/use-view.ts";
import type { View } from "@/ui/charts/scatter/view.ts";
import { useWidth } from "@/ui/charts/use-width.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import type { LeadPoints } from "./lead-points.ts";
import { LeadSlip } from "./lead-slip.tsx";
import { mapColumns, scoreTicks, wholeOf } from "./map-columns.ts";
import { usePainted } from "./use-painted.ts";

const HEIGHT = 420;
/** How near a pointer must come to a point. */
const REACH_PX = 14;

/** Leads as points: age from left to right, score upwards, the larger the more they are worth. */
export function LeadMap({
  points,
  currency,
  canvas,
}: {
  points: LeadPoints;
  currency: string;
  canvas: RefObject<HTMLCanvasElement | null>;
}) {
  const { t } = useLingui();
  const go = useGo();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const columns = useMemo(() => mapColumns(points, currency), [points, currency]);
  const whole = useMemo(() => wholeOf(points), [points]);
  const { view, press, moved, reset } = useView(canvas, whole);
  const [chosen, setChosen] = useState(-1);
  usePainted(canvas, { points, columns, view, width, height: HEIGHT });
  const open = (index: number) => {
    if (index !== -1) go(`/leads/${points.idOf(index)}`);
  };
  const under = (event: PointerEvent) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    return nearest(columns, view, width, HEIGHT, x, y, REACH_PX);
  };
  function onKey(key: string): boolean {
    if (key === "Enter") open(chosen);
    else if (key === "n" || key === "p")
      setChosen(next(columns, view, chosen, key === "n" ? 1 : -1));
    else if (key === "Escape") setChosen(-1);
    else return press(key);
    return true;
  }
  return (
    <div className="grid gap-2">
      <div ref={box} className="relative" style={{ height: HEIGHT }}>
        {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: it takes keys of its own */}
        <canvas
          ref={canvas}
          role="application"
          tabIndex={0}
          aria-label={t`Map of leads. Arrow keys move, plus and minus zoom, 0 shows all, N and P choose a lead, Enter opens it.`}
          className="absolute inset-0 h-full w-full cursor-crosshair touch-none rounded-m outline-offset-2"
          onPointerMove={(event) => {
            if (event.buttons === 0) setChosen(under(event));
          }}
          onPointerLeave={(event) => event.pointerType === "mouse" && setChosen(-1)}
          onClick={(event) => {
            if (moved.current) return;
            const hit = under(event as unknown as PointerEvent);
            // A finger has not hovered: its first touch says what lies there, the second opens it.
            if (hit === chosen) open(hit);
            else setChosen(hit);
          }}
          onKeyDown={(event) => {
            if (event.metaKey || event.ctrlKey || event.altKey || !onKey(event.key)) return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        <Axes view={view} />
        {chosen !== -1 ? (
          <LeadSlip points={points} index={chosen} place={placeOf(columns, view, chosen)} />
        ) : null}
      </div>
      <div className="flex items-center gap-1">
        <IconButton label={t`Zoom in`} onClick={() => press("+")}>
          <Plus aria-hidden="true" />
        </IconButton>
        <IconButton label={t`Zoom out`} onClick={() => press("-")}>
          <Minus aria-hidden="true" />
        </IconButton>
        <IconButton label={t`Show all`} onClick={reset}>
          <Maximize aria-hidden="true" />
        </IconButton>
        <p className="ms-auto text-xs text-ink-3">
          {t`Across: when the lead was created. Upwards: its score. Size: its amount in ${currency}.`}
        </p>
      </div>
    </div>
  );
}

/* The next point within the view, the newest first; from none, the first. */
function next({ x, y }: PointColumns, view: View, from: number, step: 1 | -1): number {
  const start = from === -1 ? (step === 1 ? 0 : x.length - 1) : from + step;
  for (let i = start; i >= 0 && i < x.length; i += step) {
    const [px, py] = [x[i] as number, y[i] as number];
    if (px >= view.x0 && px <= view.x1 && py >= view.y0 && py <= view.y1) return i;
  }
  return from;
}

/* Where a point lies in the picture, in shares from its upper start. */
function placeOf({ x, y }: PointColumns, view: View, index: number) {
  return {
    left: ((x[index] as number) - view.x0) / (view.x1 - view.x0),
    top: 1 - ((y[index] as number) - view.y0) / (view.y1 - view.y0),
  };
}

/* Scores at the side and days at the foot, as text over the picture. */
function Axes({ view }: { view: View }) {
  const formats = useFormats();
  const days = [0.02, 0.5, 0.98].map((share) => view.x0 + (view.x1 - view.x0) * share);
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-0 text-2xs text-ink-3"
      dir="ltr"
    >
      {scoreTicks(view).map((tick) => (
        <span
          key={tick}
          className="absolute left-1 -translate-y-1/2"
          style={{ top: `${(1 - (tick - view.y0) / (view.y1 - view.y0)) * 100}%` }}
        >
          {formats.number(tick)}
        </span>
      ))}
      <span className="absolute inset-x-8 bottom-0 flex justify-between">
        {days.map((seconds) => (
          <span key={seconds}>{formats.day(new Date(seconds * 1000).toISOString())}</span>
        ))}
      </span>
    </div>
  );
}
