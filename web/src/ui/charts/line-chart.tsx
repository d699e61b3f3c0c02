import { useEffect, useRef } from "react";
import type { ChartData } from "./types.ts";
import { useThemeTick } from "./use-theme-tick.ts";
import { useWidth } from "./use-width.ts";

/** What a line chart needs. `times` are Unix seconds, one a category. */
export interface LineChartProps {
  label: string;
  data: ChartData;
  times: readonly number[];
  /** A place on the time axis, e.g. "12 Nov". */
  formatTime: (seconds: number) => string;
  heightPx?: number;
}

/** Figures over time, drawn on a canvas by uPlot, which is loaded when the first chart is. */
export function LineChart({ label, data, times, formatTime, heightPx = 220 }: LineChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const theme = useThemeTick();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are read from the page
  useEffect(() => {
    const element = box.current;
    if (!element || width === 0) return;
    let gone = false;
    let dispose = () => {};
    void import("./plot.ts").then(({ drawLines }) => {
      if (!gone)
        dispose = drawLines(element, {
          data,
          times,
          formatTime,
          width,
          height: heightPx,
        });
    });
    return () => {
      gone = true;
      dispose();
    };
  }, [data, times, formatTime, width, heightPx, theme]);
  return (
    <div
      ref={box}
      dir="ltr"
      role="img"
      aria-label={`${label}. ${summary(data)}`}
      style={{ height: heightPx }}
    />
  );
}

/** The first and the last figure of each series in words: what the picture says at a glance. */
function summary(data: ChartData): string {
  return data.series
    .map((series) => {
      const last = series.values.length - 1;
      return `${series.label}: ${data.categories[0]?.label} ${data.format(series.values[0] ?? 0)}, ${data.categories[last]?.label} ${data.format(series.values[last] ?? 0)}`;
    })
    .join(". ");
}
