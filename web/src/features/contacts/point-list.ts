import type { ContactPoint } from "@/api/generated/types.gen.ts";

type Points = readonly ContactPoint[];

/** The list with one of its places written anew; the place after the last adds one. */
export function putAt(points: Points, index: number, point: ContactPoint): ContactPoint[] {
  return [...points.slice(0, index), point, ...points.slice(index + 1)];
}

/** The list without one. The next one becomes primary when the first goes. */
export function removeAt(points: Points, index: number): ContactPoint[] {
  return points.toSpliced(index, 1);
}

/** The list with one put back where it was; the place after the last, where the list has become shorter. */
export function insertAt(points: Points, index: number, point: ContactPoint): ContactPoint[] {
  return points.toSpliced(index, 0, point);
}

/** The list with one of them, as it is written now, in the first place: the primary one. */
export function putFirst(points: Points, index: number, point: ContactPoint): ContactPoint[] {
  return [point, ...removeAt(points, index)];
}
