import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { BarChart } from "@/ui/charts/bar-chart.tsx";
import { ChartFrame } from "@/ui/charts/chart-frame.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useNow } from "@/ui/format/use-now.ts";
import { dealsHref } from "./behind.ts";
import type { MoneyCardProps } from "./card-props.ts";
import { forecastChart } from "./forecast-charts.ts";
import { forecastDays } from "./period.ts";
import { NothingThen, ReportCard } from "./report-card.tsx";
import { forecastReport } from "./report-queries.ts";

/** What is expected to come in, month by month, of one currency. */
export function ForecastCard({ asked, href, currency }: MoneyCardProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const months = { ...asked, ...forecastDays(asked, formats.dayKey(useNow())) };
  const title = t`Forecast by month, ${currency}`;
  return (
    <ReportCard title={title} report={useQuery(forecastReport(months))}>
      {({ figures }) => {
        const data = forecastChart(figures, currency, formats, months);
        const undated = figures.undated
          .filter((sum) => sum.currency === currency)
          .reduce((all, sum) => all + sum.deals, 0);
        const empty = data.series.every(({ values }) => values.every((value) => !value));
        return (
          <ChartFrame
            title={title}
            href={href?.("forecast")}
            shape="stacked"
            definition={t`Open deals by the month of their expected close date and the forecast category of their stage, on top of what was won in that month. The line is what was won and the weighted amounts together: each amount times the deal's own probability. Stages that the forecast omits are left out.`}
            data={data}
          >
            {empty ? (
              <NothingThen>{t`Nothing in ${currency} is won or expected in these months.`}</NothingThen>
            ) : (
              <BarChart label={title} data={data} heightPx={240} stacked />
            )}
            {undated > 0 ? (
              <p className="text-xs text-ink-3">
                <Undated
                  count={undated}
                  href={dealsHref(
                    { ...asked, from: undefined, to: undefined },
                    { of: "undated", currency },
                  )}
                />
              </p>
            ) : null}
          </ChartFrame>
        );
      }}
    </ReportCard>
  );
}

function Undated({ count, href }: { count: number; href: string }) {
  const formats = useFormats();
  const deals = formats.number(count);
  return (
    <a href={href} className="underline underline-offset-2 hover:text-ink">
      {plural(count, {
        one: `${deals} open deal has no expected close date and is in no month`,
        other: `${deals} open deals have no expected close date and are in no month`,
      })}
    </a>
  );
}
