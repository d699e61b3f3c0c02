import { useRef } from "react";
import { enumerate } from "@/i18n/i18n.ts";
import { axisWidth, labelStride, largest, niceTicks, stackedTop } from "./scale.ts";
import { type ChartCategory, type ChartData, type ChartSeries, figureText } from "./types.ts";
import { useWidth } from "./use-width.ts";

const FOOT_PX = 22;
const LABEL_PX = 64;
const BAR_MAX_PX = 28;

/** What a bar chart needs; the label is what is said instead of the picture. */
export interface BarChartProps {
  label: string;
  data: ChartData;
  heightPx?: number;
  /** On top of each other instead of side by side. */
  stacked?: boolean;
}

/** Upright bars, one group a category, on hairlines. Groups and bars with an address can be pressed. */
export function BarChart({ label, data, heightPx = 200, stacked = false }: BarChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const ticks = niceTicks(
    stacked ? stackedTop(data.series) : largest(data.series.map((series) => series.values)),
  );
  const top = ticks.at(-1) ?? 1;
  const plot = heightPx - FOOT_PX - 8;
  const y = (value: number) => 8 + plot - (value / top) * plot;
  const axis = axisWidth(ticks.map(data.formatShort));
  const slot = Math.max(0, width - axis) / Math.max(1, data.categories.length);
  const stride = labelStride(data.categories.length, width - axis, LABEL_PX);
  return (
    <div ref={box} style={{ height: heightPx }}>
      {width > 0 ? (
        <svg
          direction="ltr"
          width={width}
          height={heightPx}
          role="group"
          aria-label={label}
          className="block overflow-visible text-2xs"
        >
          {ticks.map((tick) => (
            <g key={tick} aria-hidden="true">
              <line x1={axis} x2={width} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
              <text x={axis - 8} y={y(tick)} dy=".32em" textAnchor="end" fill="var(--ink-3)">
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
              x={axis + index * slot}
              slot={slot}
              y={y}
              stacked={stacked}
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
  stacked: boolean;
  foot: number;
  labelled: boolean;
}

interface Bar {
  series: ChartSeries;
  x: number;
  y: number;
  width: number;
  height: number;
}

/* Where the bars of a group stand. */
function barsOf({ data, index, x, slot, y, stacked }: GroupProps): Bar[] {
  const solid = data.series.filter((series) => !series.mark);
  const columns = stacked ? 1 : solid.length;
  const width = Math.min(BAR_MAX_PX, (slot * 0.7) / Math.max(1, columns));
  const start = x + (slot - width * columns) / 2;
  let below = 0;
  return data.series.map((series) => {
    const value = series.values[index] ?? 0;
    if (series.mark)
      return { series, x: start - 3, y: y(value) - 1, width: width + 6, height: 2.5 };
    const from = stacked ? below : 0;
    if (stacked) below += value;
    return {
      series,
      x: start + (stacked ? 0 : solid.indexOf(series) * width) + 0.5,
      y: y(from + value),
      width: Math.max(0, width - 1),
      height: Math.max(0, y(from) - y(from + value)),
    };
  });
}

function Group(props: GroupProps) {
  const { data, category, index, x, slot, y, stacked, foot, labelled } = props;
  const words = enumerate(
    data.series.map((series) => `${series.label} ${figureText(data, series, index)}`),
  );
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
      {barsOf(props).map((bar) => (
        <BarRect key={bar.series.id} bar={bar} rounded={!stacked} />
      ))}
      {labelled ? (
        <text x={x + slot / 2} y={foot} textAnchor="middle" fill="var(--ink-3)">
          {category.label}
        </text>
      ) : null}
    </>
  );
  if (data.series.some((series) => series.hrefs)) {
    return (
      <g className="group">
        {body}
        {barsOf(props).map((bar) => (
          <BarLink key={bar.series.id} bar={bar} data={data} category={category} index={index} />
        ))}
      </g>
    );
  }
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

function BarRect({ bar, rounded }: { bar: Bar; rounded: boolean }) {
  return (
    <rect
      x={bar.x}
      y={bar.y}
      width={bar.width}
      height={bar.height}
      rx={rounded ? Math.min(2, bar.width / 4) : 0}
      fill={bar.series.color}
    />
  );
}

/* Over a bar that leads somewhere of its own: large enough to be hit, however small the bar. */
function BarLink({
  bar,
  data,
  category,
  index,
}: {
  bar: Bar;
  data: ChartData;
  category: ChartCategory;
  index: number;
}) {
  const href = bar.series.hrefs?.[index];
  if (!href || !bar.series.values[index]) return null;
  const text = `${category.label}, ${bar.series.label}: ${figureText(data, bar.series, index)}`;
  return (
    <a href={href} aria-label={text}>
      <title>{text}</title>
      <rect
        x={bar.x}
        y={bar.y + Math.min(0, bar.height - 6)}
        width={bar.width}
        height={Math.max(6, bar.height)}
        fill="transparent"
        className="hover:fill-ink/15"
      />
    </a>
  );
}
