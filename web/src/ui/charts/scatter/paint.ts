import type { View } from "./view.ts";

/** Points as columns of numbers. `size` is 0 to 3, `color` an index into a list. */
export interface PointColumns {
  x: Float64Array;
  y: Uint8Array;
  size: Uint8Array;
  color: Uint8Array;
}

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** What is painted on: the part of ImageData that is needed. */
interface Image {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** Half the width of a point of each size, in CSS pixels. */
export const RADII = [1.6, 2.4, 3.6, 5] as const;
/* Points shine through each other, so that a crowd is darker than one. */
const OPACITY = 0.62;

/** A disc as the offsets of its pixels and how much of each it covers: made once a size, not once a point. */
interface Disc {
  dx: Int16Array;
  dy: Int16Array;
  cover: Float32Array;
}

function disc(radius: number): Disc {
  const reach = Math.ceil(radius + 0.5);
  const dx: number[] = [];
  const dy: number[] = [];
  const cover: number[] = [];
  for (let y = -reach; y <= reach; y++)
    for (let x = -reach; x <= reach; x++) {
      const part = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x, y)));
      if (part === 0) continue;
      dx.push(x);
      dy.push(y);
      cover.push(part * OPACITY);
    }
  return { dx: Int16Array.from(dx), dy: Int16Array.from(dy), cover: Float32Array.from(cover) };
}

/**
 * Blends all points of a view into an image. Straight into its bytes, because a hundred thousand calls of the canvas
 * take some eight times as long. The oldest first, so that what is new lies on top.
 */
export function paintPoints(
  image: Image,
  points: PointColumns,
  view: View,
  colors: readonly Rgb[],
  ratio: number,
): void {
  const discs = RADII.map((radius) => disc(radius * ratio));
  const { width, height } = image;
  const scaleX = width / (view.x1 - view.x0);
  const scaleY = height / (view.y1 - view.y0);
  for (let i = points.x.length - 1; i >= 0; i--) {
    const x = Math.round(((points.x[i] as number) - view.x0) * scaleX);
    const y = Math.round(height - ((points.y[i] as number) - view.y0) * scaleY);
    if (x < -9 || y < -9 || x > width + 9 || y > height + 9) continue;
    blend(
      image,
      discs[points.size[i] as number] as Disc,
      x,
      y,
      colors[points.color[i] as number] as Rgb,
    );
  }
}

function blend(
  { width, height, data }: Image,
  { dx, dy, cover }: Disc,
  x: number,
  y: number,
  color: Rgb,
): void {
  const [red, green, blue] = color;
  for (let k = 0; k < dx.length; k++) {
    const px = x + (dx[k] as number);
    const py = y + (dy[k] as number);
    if (px < 0 || py < 0 || px >= width || py >= height) continue;
    const at = (py * width + px) * 4;
    const part = cover[k] as number;
    const rest = 1 - part;
    data[at] = (data[at] as number) * rest + red * part;
    data[at + 1] = (data[at + 1] as number) * rest + green * part;
    data[at + 2] = (data[at + 2] as number) * rest + blue * part;
    data[at + 3] = 255;
  }
}

/** The point nearest to a place of the picture, within so many pixels; -1 for none. */
export function nearest(
  points: PointColumns,
  view: View,
  width: number,
  height: number,
  atX: number,
  atY: number,
  within: number,
): number {
  const scaleX = width / (view.x1 - view.x0);
  const scaleY = height / (view.y1 - view.y0);
  let best = within * within;
  let found = -1;
  for (let i = 0; i < points.x.length; i++) {
    const dx = ((points.x[i] as number) - view.x0) * scaleX - atX;
    if (dx > within || dx < -within) continue;
    const dy = height - ((points.y[i] as number) - view.y0) * scaleY - atY;
    const far = dx * dx + dy * dy;
    if (far < best) {
      best = far;
      found = i;
    }
  }
  return found;
}
