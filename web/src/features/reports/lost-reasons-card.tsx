import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { BarList } from "@/ui/charts/bar-list.tsx";
import { ChartFrame } from "@/ui/charts/chart-frame.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { CardProps } from "./card-props.ts";
import { reasonsChart, reasonsTable } from "./closed-charts.ts";
import { NothingThen, ReportCard } from "./report-card.tsx";
import { wonLostReport } from "./report-queries.ts";

/** Reasons that the picture shows; the table has them all. */
const SHOWN = 8;

/** Why deals were lost. */
export function LostReasonsCard({ asked, href }: CardProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const title = t`Lost reasons`;
  return (
    <ReportCard title={title} report={useQuery(wonLostReport(asked))}>
      {({ figures: { lost_reasons: reasons } }) => {
        const data = reasonsChart(reasons.slice(0, SHOWN), formats, asked);
        return (
          <ChartFrame
            title={title}
            href={href?.("lost-reasons")}
            shape="list"
            definition={t`Deals lost in the period by their reason, the commonest first. The table has every reason and the amounts.`}
            data={data}
            table={reasonsTable(reasons, formats, asked)}
          >
            {reasons.length === 0 ? (
              <NothingThen>{t`No deal was lost in this period.`}</NothingThen>
            ) : (
              <BarList data={data} />
            )}
          </ChartFrame>
        );
      }}
    </ReportCard>
  );
}
