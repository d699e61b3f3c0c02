import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { useStatusLabel } from "@/features/leads/lead-status.tsx";
import { ChartFrame } from "@/ui/charts/chart-frame.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { MoneyCardProps } from "../card-props.ts";
import { NothingThen, ReportCard } from "../report-card.tsx";
import { useAskedOwners } from "../teams.ts";
import { LeadMap } from "./lead-map.tsx";
import { leadPoints } from "./lead-points.ts";
import { mapTable } from "./map-table.ts";

/** Every lead of the period as a point. */
export function LeadMapCard({ asked, href, currency }: MoneyCardProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const label = useStatusLabel();
  const owners = useAskedOwners(asked);
  const canvas = useRef<HTMLCanvasElement>(null);
  const title = t`Map of leads`;
  const report = useQuery(leadPoints(asked));
  const points = report.data;
  const data = useMemo(
    () => (points ? mapTable(points, formats, label, asked, owners) : null),
    [points, formats, label, asked, owners],
  );
  return (
    <ReportCard title={title} report={report}>
      {(all) =>
        data ? (
          <ChartFrame
            title={title}
            href={href?.("lead-map")}
            definition={t`Each lead created in the period is a point: across, when it was created; upwards, its score; the larger, the more it is worth in ${currency}; coloured by status. The newest 100,000 at most. The table counts them by score.`}
            figure={formats.number(all.count)}
            data={data}
            paint={() => blobOf(canvas.current)}
          >
            {all.count === 0 ? (
              <NothingThen>{t`No lead was created in this period.`}</NothingThen>
            ) : (
              <LeadMap points={all} currency={currency} canvas={canvas} />
            )}
            {all.more ? (
              <p className="text-xs text-ink-3">{t`There are older leads that are not shown. Choose a shorter period.`}</p>
            ) : null}
          </ChartFrame>
        ) : null
      }
    </ReportCard>
  );
}

function blobOf(canvas: HTMLCanvasElement | null): Promise<Blob> {
  return new Promise((resolve, reject) => {
    if (!canvas) reject(new Error("The map is not shown."));
    else canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("No picture."))));
  });
}
