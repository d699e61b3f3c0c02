/** Round numbers from 0 to at least `max`, about `count` steps: 1, 2, 2.5 or 5 times a power of ten. */
export function niceTicks(max: number, count = 4): number[] {
  if (!(max > 0)) return [0, 1];
  const rough = max / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let index = 0; index === 0 || (ticks[index - 1] ?? 0) < max; index++)
    ticks.push(index * step);
  return ticks;
}

/** The largest figure of several rows; 0 when there is none. */
export function largest(rows: readonly (readonly (number | null)[])[]): number {
  let max = 0;
  for (const row of rows) for (const value of row) if (value !== null && value > max) max = value;
  return max;
}

/** Every how many labels one can be written without touching its neighbour. */
export function labelStride(count: number, widthPx: number, labelPx: number): number {
  return Math.max(1, Math.ceil((count * labelPx) / Math.max(1, widthPx)));
}

/** The highest that bars on top of each other, and the marks across them, come. */
export function stackedTop(
  series: readonly { values: readonly (number | null)[]; mark?: boolean }[],
): number {
  const bars = series.filter(({ mark }) => !mark);
  const stacks = (bars[0]?.values ?? []).map((_, index) =>
    bars.reduce((sum, { values }) => sum + (values[index] ?? 0), 0),
  );
  return largest([stacks, ...series.filter(({ mark }) => mark).map(({ values }) => values)]);
}

const AXIS_PX_MIN = 48;
const LETTER_PX = 6;

/** How wide an axis is for its longest label: languages differ in how they shorten thousands. */
export function axisWidth(labels: readonly string[]): number {
  return Math.max(AXIS_PX_MIN, 12 + LETTER_PX * Math.max(0, ...labels.map(({ length }) => length)));
}
