import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { BarChart } from "@/ui/charts/bar-chart.tsx";
import { ChartFrame } from "@/ui/charts/chart-frame.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { CardProps } from "./card-props.ts";
import { cycleChart } from "./closed-charts.ts";
import { daysText } from "./days-text.ts";
import { NothingThen, ReportCard } from "./report-card.tsx";
import { salesCycleReport } from "./report-queries.ts";

/** How long won deals took. */
export function SalesCycleCard({ asked, href }: CardProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const title = t`Sales cycle`;
  return (
    <ReportCard title={title} report={useQuery(salesCycleReport(asked))}>
      {({ figures }) => {
        const data = cycleChart(figures, formats, asked);
        return (
          <ChartFrame
            title={title}
            href={href?.("sales-cycle")}
            definition={t`The median of the days from created to won, by the month in which deals were won.`}
            figure={
              figures.median_days == null ? undefined : daysText(figures.median_days, formats)
            }
            data={data}
          >
            {figures.won === 0 ? (
              <NothingThen>{t`No deal was won in this period.`}</NothingThen>
            ) : (
              <BarChart label={title} data={data} />
            )}
          </ChartFrame>
        );
      }}
    </ReportCard>
  );
}
