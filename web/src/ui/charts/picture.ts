import { largest, niceTicks, stackedTop } from "./scale.ts";
import { type ChartData, type ChartSeries, figureText } from "./types.ts";

/** How a chart is drawn: upright bars (on top of each other or side by side), lying bars, lines. */
export type Shape = "bars" | "stacked" | "list" | "line";

/** What a picture is made of. */
export interface PictureOptions {
  title: string;
  definition: string;
  data: ChartData;
  shape: Shape;
  colors?: readonly string[];
}

const WIDTH = 1200;
const PAD = 40;
const HEAD = 152;
const ROW = 44;
const PLOT = 420;

/** A chart as a PNG that stands by itself: title, definition, legend and figures, in the theme in force. */
export function picture(options: PictureOptions): Promise<Blob> {
  const canvas = document.createElement("canvas");
  const rows = options.data.categories.length;
  const height = HEAD + (options.shape === "list" ? rows * ROW : PLOT) + PAD;
  canvas.width = WIDTH * 2;
  canvas.height = height * 2;
  const context = canvas.getContext("2d");
  if (!context) return Promise.reject(new Error("This browser draws no pictures."));
  context.scale(2, 2);
  const pen = new Pen(context);
  pen.box(0, 0, WIDTH, height, "var(--surface)");
  head(pen, options);
  if (options.shape === "list") list(pen, options);
  else upright(pen, options);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("No picture."))), "image/png"),
  );
}

/* A canvas that knows the page's colours and letters. */
class Pen {
  private readonly style = getComputedStyle(document.documentElement);
  constructor(readonly context: CanvasRenderingContext2D) {}

  color(token: string): string {
    return token.replace(/var\((--[\w-]+)\)/g, (_, name: string) =>
      this.style.getPropertyValue(name).trim(),
    );
  }

  box(x: number, y: number, width: number, height: number, color: string): void {
    this.context.fillStyle = this.color(color);
    this.context.fillRect(x, y, width, height);
  }

  text(
    text: string,
    x: number,
    y: number,
    how: { size?: number; color?: string; end?: boolean; middle?: boolean; width?: number } = {},
  ): void {
    const { context } = this;
    context.font = `${how.size ?? 14}px ${this.style.getPropertyValue("--font")}`;
    context.fillStyle = this.color(how.color ?? "var(--ink-2)");
    context.textAlign = how.end ? "right" : how.middle ? "center" : "left";
    context.fillText(text, x, y, how.width);
  }

  /** A text cut into lines of this width, two at most. */
  lines(text: string, width: number): string[] {
    this.context.font = `14px ${this.style.getPropertyValue("--font")}`;
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (this.context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines.length > 2 ? [lines[0] as string, `${lines[1]} …`] : lines;
  }

  line(points: readonly [number, number][], color: string, width: number): void {
    const { context } = this;
    context.strokeStyle = this.color(color);
    context.lineWidth = width;
    context.beginPath();
    for (const [x, y] of points) context.lineTo(x, y);
    context.stroke();
  }
}

function head(pen: Pen, { title, definition, data }: PictureOptions): void {
  pen.text(title, PAD, 52, { size: 24, color: "var(--ink)", width: WIDTH - 2 * PAD });
  pen.lines(definition, WIDTH - 2 * PAD).forEach((line, index) => {
    pen.text(line, PAD, 80 + index * 20, { color: "var(--ink-3)" });
  });
  if (data.series.length < 2) return;
  let x = PAD;
  for (const series of data.series) {
    pen.box(x, 118, 12, 12, series.color);
    pen.text(series.label, x + 18, 129);
    x += 18 + pen.context.measureText(series.label).width + 24;
  }
}

function list(pen: Pen, { data, colors }: PictureOptions): void {
  const [outer, inner] = data.series;
  if (!outer) return;
  const [left, width] = [260, WIDTH - 260 - PAD - 200];
  const max = Math.max(1, largest([outer.values]));
  data.categories.forEach((category, index) => {
    const y = HEAD + index * ROW;
    const bar = (series: ChartSeries) => ((series.values[index] ?? 0) / max) * width;
    const color = colors?.[index] ?? outer.color;
    pen.text(category.label, PAD, y + 20, { width: 200 });
    pen.context.globalAlpha = inner ? 0.35 : 1;
    pen.box(left, y, bar(outer), 28, color);
    pen.context.globalAlpha = 1;
    if (inner) pen.box(left, y, bar(inner), 28, color);
    const text = data.series.map((series) => figureText(data, series, index)).join(" · ");
    pen.text(text, WIDTH - PAD, y + 20, { end: true, color: "var(--ink)", width: 190 });
  });
}

function upright(pen: Pen, options: PictureOptions): void {
  const { data, shape } = options;
  const stacked = shape === "stacked";
  const top = stacked ? stackedTop(data.series) : largest(data.series.map(({ values }) => values));
  const ticks = niceTicks(top);
  const foot = HEAD + PLOT - 28;
  const y = (value: number) => foot - (value / (ticks.at(-1) ?? 1)) * (PLOT - 40);
  const slot = (WIDTH - 2 * PAD - 80) / Math.max(1, data.categories.length);
  const x = (index: number) => PAD + 80 + index * slot;
  for (const tick of ticks) {
    pen.box(PAD + 80, y(tick), WIDTH - 2 * PAD - 80, 1, "var(--line)");
    pen.text(data.formatShort(tick), PAD + 70, y(tick) + 5, { end: true, color: "var(--ink-3)" });
  }
  const stride = Math.ceil(90 / slot);
  data.categories.forEach((category, index) => {
    if (index % stride === 0)
      pen.text(category.label, x(index) + slot / 2, foot + 24, {
        middle: true,
        color: "var(--ink-3)",
      });
  });
  if (shape === "line") lines(pen, data, (index) => x(index) + slot / 2, y);
  else bars(pen, data, stacked, x, slot, y);
}

function lines(
  pen: Pen,
  data: ChartData,
  x: (index: number) => number,
  y: (value: number) => number,
): void {
  for (const series of data.series)
    pen.line(
      series.values.map((value, index) => [x(index), y(value ?? 0)]),
      series.color,
      2,
    );
}

function bars(
  pen: Pen,
  data: ChartData,
  stacked: boolean,
  x: (index: number) => number,
  slot: number,
  y: (value: number) => number,
): void {
  const solid = data.series.filter((series) => !series.mark);
  const width = Math.min(40, (slot * 0.7) / (stacked ? 1 : Math.max(1, solid.length)));
  data.categories.forEach((_, index) => {
    const start = x(index) + (slot - width * (stacked ? 1 : solid.length)) / 2;
    let below = 0;
    solid.forEach((series, at) => {
      const value = series.values[index] ?? 0;
      pen.box(
        start + (stacked ? 0 : at * width),
        y(below + value),
        width - 1,
        y(below) - y(below + value),
        series.color,
      );
      if (stacked) below += value;
    });
    for (const series of data.series.filter(({ mark }) => mark))
      pen.box(start - 6, y(series.values[index] ?? 0) - 1, width + 11, 3, series.color);
  });
}
