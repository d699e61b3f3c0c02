/** The part of the plane that is shown. */
export interface View {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
}

/** Closer than this share of the whole nobody can look. */
const CLOSEST = 1 / 2000;

/** Moves a view by shares of itself, and stops at the edges of the whole. */
export function pan(view: View, whole: View, dx: number, dy: number): View {
  const x = shifted(view.x0, view.x1, whole.x0, whole.x1, dx);
  const y = shifted(view.y0, view.y1, whole.y0, whole.y1, dy);
  return { x0: x[0], x1: x[1], y0: y[0], y1: y[1] };
}

/** Shows `factor` of the view around a place in it, given in shares from its lower start. */
export function zoom(view: View, whole: View, factor: number, atX = 0.5, atY = 0.5): View {
  const x = scaled(view.x0, view.x1, whole.x0, whole.x1, factor, atX);
  const y = scaled(view.y0, view.y1, whole.y0, whole.y1, factor, atY);
  return { x0: x[0], x1: x[1], y0: y[0], y1: y[1] };
}

function shifted(from: number, to: number, first: number, last: number, by: number) {
  const length = to - from;
  const start = Math.min(Math.max(from + by * length, first), last - length);
  return [start, start + length] as const;
}

function scaled(from: number, to: number, first: number, last: number, factor: number, at: number) {
  const whole = last - first;
  const length = Math.min(whole, Math.max((to - from) * factor, whole * CLOSEST));
  const start = from + (to - from) * at - length * at;
  return shifted(start, start + length, first, last, 0);
}
