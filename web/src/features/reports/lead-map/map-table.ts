import { t } from "@lingui/core/macro";
import { type LeadStatus, STATUS_LOOKS } from "@/features/leads/lead-status.tsx";
import { listHref } from "@/features/records/list-search.ts";
import type { ChartData } from "@/ui/charts/types.ts";
import { writeConditions } from "@/ui/filter/conditions.ts";
import type { Formats } from "@/ui/format/formats.ts";
import { countFormats } from "../currencies.ts";
import type { LeadPoints } from "./lead-points.ts";

/** What the table of the map counts together. */
const BANDS = [
  [80, 100],
  [60, 79],
  [40, 59],
  [20, 39],
  [0, 19],
] as const;

/** The map as figures: leads by score, a column a status. `owners` as in the leads' charts. */
export function mapTable(
  points: LeadPoints,
  formats: Formats,
  labelOf: (status: string) => string,
  days: { from: string; to: string },
  owners: readonly string[] | null | undefined,
): ChartData {
  const counts = points.statuses.map(() => BANDS.map(() => 0));
  for (let i = 0; i < points.count; i++) {
    const band = BANDS.findIndex(([from]) => (points.scores[i] ?? 0) >= from);
    const row = counts[points.status[i] ?? 0];
    if (row) row[band] = (row[band] ?? 0) + 1;
  }
  return {
    ...countFormats(formats),
    categoryLabel: t`Score`,
    categories: BANDS.map(([from, to]) => ({
      id: String(from),
      label: t`${from} to ${to}`,
      ...(owners === null ? {} : { href: leadsOf([from, to], days, owners) }),
    })),
    series: points.statuses.map((status, at) => ({
      id: status,
      label: labelOf(status),
      color: STATUS_LOOKS[status as LeadStatus]?.color ?? "var(--line-strong)",
      values: counts[at] ?? [],
    })),
  };
}

function leadsOf(
  [low, high]: readonly [number, number],
  { from, to }: { from: string; to: string },
  owners: readonly string[] | undefined,
): string {
  const filter = writeConditions([
    { field: "score", op: "between", values: [String(low), String(high)] },
    { field: "created_at", op: "between", values: [from, to] },
    ...(owners ? [{ field: "owner_id", op: "is" as const, values: [...owners] }] : []),
  ]);
  return listHref("/leads", { filter });
}
