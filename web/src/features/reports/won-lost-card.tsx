import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { BarChart } from "@/ui/charts/bar-chart.tsx";
import { ChartFrame } from "@/ui/charts/chart-frame.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { CardProps, MoneyCardProps } from "./card-props.ts";
import { winRateChart, winRateTable, wonLostChart } from "./closed-charts.ts";
import { NothingThen, ReportCard } from "./report-card.tsx";
import { wonLostReport } from "./report-queries.ts";

/** Amounts won and lost by month, of one currency. */
export function WonLostCard({ asked, href, currency }: MoneyCardProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const title = t`Won and lost by month, ${currency}`;
  return (
    <ReportCard title={title} report={useQuery(wonLostReport(asked))}>
      {({ figures }) => {
        const data = wonLostChart(figures, currency, formats, asked);
        const empty = data.series.every((series) => series.values.every((value) => !value));
        return (
          <ChartFrame
            title={title}
            href={href?.("won-lost")}
            definition={t`Amounts of the deals closed in the period, by the month in which they were closed.`}
            data={data}
          >
            {empty ? (
              <NothingThen>{t`Nothing was closed in ${currency} in this period.`}</NothingThen>
            ) : (
              <BarChart label={title} data={data} />
            )}
          </ChartFrame>
        );
      }}
    </ReportCard>
  );
}

/** The win rate by month, over all currencies: it counts deals. */
export function WinRateCard({ asked, href }: CardProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const title = t`Win rate by month`;
  return (
    <ReportCard title={title} report={useQuery(wonLostReport(asked))}>
      {({ figures }) => {
        const data = winRateChart(figures, formats, asked);
        return (
          <ChartFrame
            title={title}
            href={href?.("win-rate")}
            definition={t`Deals won, divided by deals won and lost, by the month in which they were closed.`}
            data={data}
            table={winRateTable(figures, formats, asked)}
          >
            {figures.total.win_rate == null ? (
              <NothingThen>{t`No deal was closed in this period.`}</NothingThen>
            ) : (
              <BarChart label={title} data={data} />
            )}
          </ChartFrame>
        );
      }}
    </ReportCard>
  );
}
