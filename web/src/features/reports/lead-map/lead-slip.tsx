import { useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useStatusLabel } from "@/features/leads/lead-status.tsx";
import { leads } from "@/features/leads/leads.ts";
import { recordQuery } from "@/features/records/record-queries.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useSettled } from "@/ui/use-settled.ts";
import type { LeadPoints } from "./lead-points.ts";

/** A slip of paper beside the chosen point: who it is, score, amount and day. */
export function LeadSlip({
  points,
  index,
  place,
}: {
  points: LeadPoints;
  index: number;
  place: { left: number; top: number };
}) {
  const { t } = useLingui();
  const formats = useFormats();
  const client = useQueryClient();
  const status = useStatusLabel();
  // The name is asked for when the pointer rests, not for each point on its way.
  const id = points.idOf(index);
  const settled = useSettled(id, 150);
  const lead = useQuery({ ...recordQuery(client, leads, id), enabled: settled === id }).data;
  const score = points.scores[index] ?? 0;
  const created = formats.day(new Date((points.created[index] ?? 0) * 1000).toISOString());
  const currency = points.currencies[points.currency[index] ?? 255];
  const amount = points.amounts[index] ?? Number.NaN;
  const money = currency && !Number.isNaN(amount) ? formats.money({ amount, currency }) : "–";
  return (
    <div
      role="status"
      dir="auto"
      className="pointer-events-none absolute z-10 max-w-60 rounded-s bg-toast px-2 py-1 text-xs text-on-toast"
      style={{
        left: `${place.left * 100}%`,
        top: `${place.top * 100}%`,
        transform: `translate(${place.left > 0.5 ? "calc(-100% - 10px)" : "10px"}, ${place.top > 0.5 ? "-100%" : "0"})`,
      }}
    >
      <b className="block truncate font-semibold">{lead?.name ?? "…"}</b>
      {status(points.statuses[points.status[index] ?? 0] ?? "")} · {t`score ${score}`} · {money}
      <span className="block">{t`created ${created}`}</span>
    </div>
  );
}
