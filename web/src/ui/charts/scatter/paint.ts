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

/* How a pixel lies in the image's words: red is the lowest byte, as on every machine that runs a browser. */
const RED_BLUE = 0xff00ff;
const GREEN = 0x00ff00;
const OPAQUE = 0xff000000 | 0;

/** A colour as a pixel. */
export function pixelOf([red, green, blue]: Rgb): number {
  return (OPAQUE | (blue << 16) | (green << 8) | red) >>> 0;
}

/** A disc's pixels, and how much of each it covers, of 256: made once a size, not once a point. */
interface Disc {
  dx: Int16Array;
  dy: Int16Array;
  cover: Uint16Array;
  /** How far its edge is from its middle. */
  reach: number;
}

/** A disc in a colour, for an image of one width: what is left of a pixel, and what comes to it. */
interface Stamp {
  /** Where each pixel lies from the middle, as the image counts. */
  offset: Int32Array;
  rest: Uint16Array;
  redBlue: Int32Array;
  green: Int32Array;
}

function discOf(radius: number): Disc {
  const reach = Math.ceil(radius + 0.5);
  const dx: number[] = [];
  const dy: number[] = [];
  const cover: number[] = [];
  for (let y = -reach; y <= reach; y++)
    for (let x = -reach; x <= reach; x++) {
      const part = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x, y)));
      const whole = Math.round(part * OPACITY * 256);
      if (whole === 0) continue;
      dx.push(x);
      dy.push(y);
      cover.push(whole);
    }
  return {
    dx: Int16Array.from(dx),
    dy: Int16Array.from(dy),
    cover: Uint16Array.from(cover),
    reach,
  };
}

function stampOf({ dx, dy, cover }: Disc, color: Rgb, width: number): Stamp {
  const pixel = pixelOf(color);
  return {
    offset: Int32Array.from(dx, (x, k) => (dy[k] as number) * width + x),
    rest: Uint16Array.from(cover, (part) => 256 - part),
    redBlue: Int32Array.from(cover, (part) => Math.imul(pixel & RED_BLUE, part)),
    green: Int32Array.from(cover, (part) => Math.imul(pixel & GREEN, part)),
  };
}

/* Few of all colours are used: each is made when a point first wears it. */
function stampsOf(disc: Disc, colors: readonly Rgb[], width: number): (color: number) => Stamp {
  const made: (Stamp | undefined)[] = Array.from(colors, () => undefined);
  return (color) => {
    const known = made[color];
    if (known) return known;
    const fresh = stampOf(disc, colors[color] as Rgb, width);
    made[color] = fresh;
    return fresh;
  };
}

/**
 * Blends all points of a view into an image, which is opaque already. Straight into its pixels, two channels at a time:
 * a hundred thousand calls of the canvas take some thirty times as long. The oldest first, so that what is new lies on top.
 */
export function paintPoints(
  image: Image,
  points: PointColumns,
  view: View,
  colors: readonly Rgb[],
  ratio: number,
): void {
  const { width, height, data } = image;
  // Signed words: those are what the machine multiplies and shifts without a detour.
  const pixels = new Int32Array(data.buffer, data.byteOffset, width * height);
  const discs = RADII.map((radius) => discOf(radius * ratio));
  const stamps = discs.map((disc) => stampsOf(disc, colors, width));
  const scaleX = width / (view.x1 - view.x0);
  const scaleY = height / (view.y1 - view.y0);
  for (let i = points.x.length - 1; i >= 0; i--) {
    const x = Math.round(((points.x[i] as number) - view.x0) * scaleX);
    const y = Math.round(height - ((points.y[i] as number) - view.y0) * scaleY);
    const size = points.size[i] as number;
    const disc = discs[size] as Disc;
    const { reach } = disc;
    if (x < -reach || y < -reach || x >= width + reach || y >= height + reach) continue;
    const stamp = (stamps[size] as (color: number) => Stamp)(points.color[i] as number);
    const inside = x >= reach && y >= reach && x < width - reach && y < height - reach;
    if (inside) blend(pixels, stamp, y * width + x);
    else blendAtEdge(pixels, stamp, disc, x, y, width, height);
  }
}

function blend(pixels: Int32Array, { offset, rest, redBlue, green }: Stamp, middle: number): void {
  for (let k = 0; k < offset.length; k++)
    mix(
      pixels,
      middle + (offset[k] as number),
      rest[k] as number,
      redBlue[k] as number,
      green[k] as number,
    );
}

function blendAtEdge(
  pixels: Int32Array,
  { offset, rest, redBlue, green }: Stamp,
  { dx, dy }: Disc,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  const middle = y * width + x;
  for (let k = 0; k < offset.length; k++) {
    const px = x + (dx[k] as number);
    const py = y + (dy[k] as number);
    if (px < 0 || py < 0 || px >= width || py >= height) continue;
    mix(
      pixels,
      middle + (offset[k] as number),
      rest[k] as number,
      redBlue[k] as number,
      green[k] as number,
    );
  }
}

function mix(pixels: Int32Array, at: number, rest: number, redBlue: number, green: number): void {
  const old = pixels[at] as number;
  pixels[at] =
    OPAQUE |
    ((((Math.imul(old & RED_BLUE, rest) + redBlue) | 0) >>> 8) & RED_BLUE) |
    ((((Math.imul(old & GREEN, rest) + green) | 0) >>> 8) & GREEN);
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
