import { expect, it } from "vitest";
import { nearest, paintPoints } from "./paint.ts";
import { pan, type View, zoom } from "./view.ts";

const whole: View = { x0: 0, x1: 100, y0: 0, y1: 10 };

it("keeps the place under the pointer where it is while zooming", () => {
  const view = zoom(whole, whole, 0.5, 0.25, 0.5);
  expect(view.x0 + (view.x1 - view.x0) * 0.25).toBeCloseTo(25);
  expect(view.x1 - view.x0).toBeCloseTo(50);
});

it("never leaves the whole, and never shows more than it", () => {
  const near = zoom(whole, whole, 0.5);
  expect(pan(near, whole, 5, 5)).toEqual({ x0: 50, x1: 100, y0: 5, y1: 10 });
  expect(zoom(near, whole, 100)).toEqual(whole);
  expect(zoom(whole, whole, 0).x1 - zoom(whole, whole, 0).x0).toBeCloseTo(0.05);
});

const points = {
  x: Float64Array.of(10, 50, 90),
  y: Uint8Array.of(5, 5, 5),
  size: Uint8Array.of(0, 2, 3),
  color: Uint8Array.of(0, 1, 0),
};

it("finds the point under the pointer, and none where there is none", () => {
  expect(nearest(points, whole, 200, 100, 101, 50, 12)).toBe(1);
  expect(nearest(points, whole, 200, 100, 140, 50, 12)).toBe(-1);
});

it("paints each point in its colour where it lies, and nothing outside the view", () => {
  const image = { width: 200, height: 100, data: new Uint8ClampedArray(200 * 100 * 4) };
  paintPoints(
    image,
    points,
    { ...whole, x1: 80 },
    [
      [255, 0, 0],
      [0, 0, 255],
    ],
    1,
  );
  const at = (x: number, y: number) =>
    Array.from(image.data.slice((y * 200 + x) * 4, (y * 200 + x) * 4 + 3));
  expect(at(25, 50)[0]).toBeGreaterThan(100);
  expect(at(125, 50)[2]).toBeGreaterThan(100);
  expect(at(199, 50)).toEqual([0, 0, 0]);
});
