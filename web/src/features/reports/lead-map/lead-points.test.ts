import { expect, it } from "vitest";
import { readPoints } from "./lead-points.ts";

it("takes the head and the columns apart", () => {
  const head = JSON.stringify({ points: 1, more: true, statuses: ["new"], currencies: ["EUR"] });
  const length = Math.ceil((head.length + 4) / 8) * 8 - 4;
  const buffer = new ArrayBuffer(4 + length + 35);
  const view = new DataView(buffer);
  view.setUint32(0, length, true);
  new Uint8Array(buffer, 4).set(new TextEncoder().encode(head.padEnd(length)));
  const at = 4 + length;
  view.setFloat64(at, 1_700_000_000, true);
  view.setFloat64(at + 8, Number.NaN, true);
  for (let i = 0; i < 16; i++) view.setUint8(at + 16 + i, i);
  view.setUint8(at + 32, 72);
  view.setUint8(at + 34, 255);
  const points = readPoints(buffer);
  expect(points.created[0]).toBe(1_700_000_000);
  expect(points.amounts[0]).toBeNaN();
  expect([points.scores[0], points.status[0], points.currency[0]]).toEqual([72, 0, 255]);
  expect(points.idOf(0)).toBe("00010203-0405-0607-0809-0a0b0c0d0e0f");
  expect(points).toMatchObject({ count: 1, more: true, statuses: ["new"], currencies: ["EUR"] });
});
