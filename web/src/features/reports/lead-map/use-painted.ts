import { type RefObject, useEffect } from "react";
import { type LeadStatus, STATUS_LOOKS } from "@/features/leads/lead-status.tsx";
import { rgbOf } from "@/ui/charts/scatter/colors.ts";
import { type PointColumns, paintPoints, pixelOf, type Rgb } from "@/ui/charts/scatter/paint.ts";
import type { View } from "@/ui/charts/scatter/view.ts";
import { useThemeTick } from "@/ui/charts/use-theme-tick.ts";
import type { LeadPoints } from "./lead-points.ts";
import { scoreTicks } from "./map-columns.ts";

const NO_COLOR: Rgb = [0, 0, 0];

/** What is painted, and how large, in CSS pixels. */
interface Painted {
  points: LeadPoints;
  columns: PointColumns;
  view: View;
  width: number;
  height: number;
}

/** Keeps a canvas painted: once a frame at most, however often the view changes. */
export function usePainted(canvas: RefObject<HTMLCanvasElement | null>, painted: Painted): void {
  const theme = useThemeTick();
  const { points, columns, view, width, height } = painted;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are read from the page
  useEffect(() => {
    const element = canvas.current;
    if (!element || width === 0) return;
    const frame = requestAnimationFrame(() =>
      paint(element, { points, columns, view, width, height }),
    );
    return () => cancelAnimationFrame(frame);
  }, [canvas, points, columns, view, width, height, theme]);
}

function paint(
  element: HTMLCanvasElement,
  { points, columns, view, width, height }: Painted,
): void {
  const started = performance.now();
  // A third pixel for every CSS pixel is not seen, and takes half as long again.
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (element.width !== wide || element.height !== high) {
    element.width = wide;
    element.height = high;
  }
  const context = element.getContext("2d");
  if (!context) return;
  const [surface, line, other] = rgbOf(["--surface", "--line", "--line-strong"]);
  const image = context.createImageData(wide, high);
  const pixels = new Uint32Array(image.data.buffer);
  pixels.fill(pixelOf(surface ?? NO_COLOR));
  for (const tick of scoreTicks(view)) {
    const row = Math.round(high * (1 - (tick - view.y0) / (view.y1 - view.y0)));
    if (row >= 0 && row < high)
      pixels.fill(pixelOf(line ?? NO_COLOR), row * wide, (row + 1) * wide);
  }
  const known = rgbOf(points.statuses.map((status) => tokenOf(status)));
  const colors = Array.from({ length: 256 }, (_, at) => known[at] ?? other ?? NO_COLOR);
  paintPoints(image, columns, view, colors, ratio);
  context.putImageData(image, 0, 0);
  performance.measure("lead-map", { start: started, detail: columns.x.length });
}

function tokenOf(status: string): string {
  const color = STATUS_LOOKS[status as LeadStatus]?.color ?? "var(--line-strong)";
  return color.slice("var(".length, -1);
}
