import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { BarChart } from "@/ui/charts/bar-chart.tsx";
import { ChartFrame } from "@/ui/charts/chart-frame.tsx";
import { LineChart } from "@/ui/charts/line-chart.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { startOfDay } from "@/ui/format/zoned.ts";
import { leadsChart } from "./people-charts.ts";
import { type Days, grainOf } from "./period.ts";
import { NothingThen, ReportCard } from "./report-card.tsx";
import { leadsReport } from "./report-queries.ts";

/** A line needs some places to run through; fewer pieces are bars. */
const LINE_FROM = 3;

/** New leads over time. */
export function LeadsCard({ days }: { days: Days }) {
  const { t } = useLingui();
  const formats = useFormats();
  const title = t`New leads`;
  return (
    <ReportCard title={title} report={useQuery(leadsReport(days))}>
      {({ figures }) => {
        const data = leadsChart(figures, formats);
        const times = figures.pieces.map(
          (piece) => Date.parse(startOfDay(piece.days.from, formats.timeZone)) / 1000,
        );
        return (
          <ChartFrame
            title={title}
            definition={
              grainOf(days) === "day"
                ? t`Leads by the day on which they were created.`
                : t`Leads by the week in which they were created; the first and the last week end where the period does.`
            }
            figure={formats.number(figures.leads)}
            data={data}
          >
            {figures.leads === 0 ? (
              <NothingThen>{t`No lead was created in this period.`}</NothingThen>
            ) : times.length < LINE_FROM ? (
              <BarChart label={title} data={data} />
            ) : (
              <LineChart
                label={title}
                data={data}
                times={times}
                formatTime={(seconds) => formats.dayShort(seconds * 1000)}
              />
            )}
          </ChartFrame>
        );
      }}
    </ReportCard>
  );
}
