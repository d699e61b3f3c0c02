import { largest, niceTicks } from "@/ui/charts/scale.ts";
import type { PointColumns } from "@/ui/charts/scatter/paint.ts";
import type { View } from "@/ui/charts/scatter/view.ts";
import type { LeadPoints } from "./lead-points.ts";

const DAY = 86_400;

/** Points as they are painted. The size compares amounts within one currency alone. */
export function mapColumns(points: LeadPoints, currency: string): PointColumns {
  const of = points.currencies.indexOf(currency);
  const own = (index: number) => of !== -1 && points.currency[index] === of;
  const amounts = Array.from(points.amounts, (amount, index) => (own(index) ? amount : Number.NaN));
  const top = largest([amounts.map((amount) => (Number.isNaN(amount) ? null : amount))]) || 1;
  return {
    x: points.created,
    y: points.scores,
    size: Uint8Array.from(amounts, (amount) => sizeOf(amount / top)),
    color: points.status,
  };
}

/* The surface grows with the amount: a quarter of the largest is half as wide. */
function sizeOf(share: number): number {
  if (Number.isNaN(share) || share <= 0) return 0;
  return share < 1 / 16 ? 1 : share < 1 / 4 ? 2 : 3;
}

/** All there is, with a little room around it. */
export function wholeOf({ count, created }: LeadPoints): View {
  const newest = count > 0 ? (created[0] as number) : DAY;
  const oldest = count > 0 ? (created[count - 1] as number) : 0;
  const room = Math.max(DAY, (newest - oldest) * 0.02);
  return { x0: oldest - room, x1: newest + room, y0: -4, y1: 104 };
}

/** Where lines of scores stand in a view. */
export function scoreTicks({ y0, y1 }: View): number[] {
  const step = niceTicks(Math.max(1, y1 - y0))[1] ?? 1;
  const first = Math.ceil(Math.max(0, y0) / step) * step;
  const ticks: number[] = [];
  for (let tick = first; tick <= Math.min(100, y1); tick += step) ticks.push(tick);
  return ticks;
}
