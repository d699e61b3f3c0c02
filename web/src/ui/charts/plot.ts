import UPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import "./plot.css";
import { axisWidth } from "./scale.ts";
import type { ChartData } from "./types.ts";

/** What `drawLines` draws, in pixels. */
export interface LinesOptions {
  data: ChartData;
  times: readonly number[];
  formatTime: (seconds: number) => string;
  width: number;
  height: number;
}

/** Draws the lines into an element and returns how to remove them. */
export function drawLines(
  element: HTMLElement,
  { data, times, formatTime, width, height }: LinesOptions,
): () => void {
  const style = getComputedStyle(element);
  const token = (color: string) =>
    style.getPropertyValue(/^var\((.+)\)$/.exec(color)?.[1] ?? color).trim() || color;
  const font = `11px ${style.fontFamily}`;
  const axis = {
    stroke: token("var(--ink-3)"),
    font,
    ticks: { show: false },
    grid: { stroke: token("var(--line)"), width: 1 },
  };
  const plot = new UPlot(
    {
      width,
      height,
      padding: [8, 28, 0, 0],
      cursor: { y: false, points: { size: 7 } },
      legend: { show: false },
      hooks: { setCursor: [tooltip(data)] },
      scales: { y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] } },
      axes: [
        {
          ...axis,
          grid: { show: false },
          space: 72,
          size: 26,
          values: (_, ticks) => ticks.map(formatTime),
        },
        {
          ...axis,
          size: (_, labels) => 8 + axisWidth(labels ?? []),
          values: (_, ticks) => ticks.map((tick) => data.formatShort(tick)),
        },
      ],
      series: [
        {
          value: (_, __, ___, index) =>
            index === null ? "" : (data.categories[index]?.label ?? ""),
        },
        ...data.series.map((series) => ({
          label: series.label,
          stroke: token(series.color),
          width: 1.75,
          points: { show: false },
          value: (_: unknown, value: number | null) => (value === null ? "–" : data.format(value)),
        })),
      ],
    },
    [
      Array.from(times),
      ...data.series.map((series) => Array.from(series.values)),
    ] as UPlot.AlignedData,
    element,
  );
  return () => plot.destroy();
}

/** A small slip of paper that follows the cursor and says the figures of that day. */
function tooltip(data: ChartData): (plot: UPlot) => void {
  const slip = document.createElement("div");
  slip.className = "plot-slip";
  return (plot) => {
    const { idx, left = 0 } = plot.cursor;
    if (slip.parentElement === null) plot.over.append(slip);
    slip.hidden = idx === null || idx === undefined || left < 0;
    if (idx === null || idx === undefined) return;
    const lines = data.series.map((series) => {
      const value = series.values[idx];
      return `${series.label} ${value === null || value === undefined ? "–" : data.format(value)}`;
    });
    slip.textContent = [data.categories[idx]?.label ?? "", ...lines].join("\n");
    const flip = left > plot.over.clientWidth / 2;
    slip.style.transform = `translateX(${Math.round(left)}px) translateX(${flip ? "calc(-100% - 8px)" : "8px"})`;
  };
}
