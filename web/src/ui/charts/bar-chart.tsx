import { useRef } from "react";
import { labelStride, largest, niceTicks } from "./scale.ts";
import { type ChartCategory, type ChartData, figureText } from "./types.ts";
import { useWidth } from "./use-width.ts";

const AXIS_PX = 48;
const FOOT_PX = 22;
const LABEL_PX = 64;
const BAR_MAX_PX = 28;

/** What a bar chart needs; the label is what is said instead of the picture. */
export interface BarChartProps {
  label: string;
  data: ChartData;
  heightPx?: number;
}

/** Upright bars side by side, one group a category, on hairlines. Groups with an `href` can be pressed. */
export function BarChart({ label, data, heightPx = 200 }: BarChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const ticks = niceTicks(largest(data.series.map((series) => series.values)));
  const top = ticks.at(-1) ?? 1;
  const plot = heightPx - FOOT_PX - 8;
  const y = (value: number) => 8 + plot - (value / top) * plot;
  const slot = Math.max(0, width - AXIS_PX) / Math.max(1, data.categories.length);
  const stride = labelStride(data.categories.length, width - AXIS_PX, LABEL_PX);
  return (
    <div ref={box} style={{ height: heightPx }}>
      {width > 0 ? (
        <svg
          width={width}
          height={heightPx}
          role="group"
          aria-label={label}
          className="block overflow-visible text-2xs"
        >
          {ticks.map((tick) => (
            <g key={tick} aria-hidden="true">
              <line x1={AXIS_PX} x2={width} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
              <text x={AXIS_PX - 8} y={y(tick)} dy=".32em" textAnchor="end" fill="var(--ink-3)">
                {data.formatShort(tick)}
              </text>
            </g>
          ))}
          {data.categories.map((category, index) => (
            <Group
              key={category.id}
              data={data}
              category={category}
              index={index}
              x={AXIS_PX + index * slot}
              slot={slot}
              y={y}
              foot={heightPx - 6}
              labelled={index % stride === 0}
            />
          ))}
        </svg>
      ) : null}
    </div>
  );
}

interface GroupProps {
  data: ChartData;
  category: ChartCategory;
  index: number;
  x: number;
  slot: number;
  y: (value: number) => number;
  foot: number;
  labelled: boolean;
}

function Group({ data, category, index, x, slot, y, foot, labelled }: GroupProps) {
  const bar = Math.min(BAR_MAX_PX, (slot * 0.7) / data.series.length);
  const start = x + (slot - bar * data.series.length) / 2;
  const words = data.series
    .map((series) => `${series.label} ${figureText(data, series, index)}`)
    .join(", ");
  const body = (
    <>
      <title>{`${category.label}: ${words}`}</title>
      <rect
        x={x}
        y={8}
        width={slot}
        height={y(0) - 8}
        fill="var(--hover)"
        className="opacity-0 group-hover:opacity-60"
      />
      {data.series.map((series, at) => {
        const value = series.values[index] ?? 0;
        return (
          <rect
            key={series.id}
            x={start + at * bar + 0.5}
            y={y(value)}
            width={Math.max(0, bar - 1)}
            height={Math.max(0, y(0) - y(value))}
            rx={Math.min(2, bar / 4)}
            fill={series.color}
          />
        );
      })}
      {labelled ? (
        <text x={x + slot / 2} y={foot} textAnchor="middle" fill="var(--ink-3)">
          {category.label}
        </text>
      ) : null}
    </>
  );
  if (!category.href) {
    return (
      <g className="group" role="img" aria-label={`${category.label}: ${words}`}>
        {body}
      </g>
    );
  }
  return (
    <a href={category.href} className="group" aria-label={`${category.label}: ${words}`}>
      {body}
    </a>
  );
}
