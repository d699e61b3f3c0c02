import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { BarChart } from "@/ui/charts/bar-chart.tsx";
import { BarList } from "@/ui/charts/bar-list.tsx";
import { ChartFrame } from "@/ui/charts/chart-frame.tsx";
import { LineChart } from "@/ui/charts/line-chart.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { startOfDay } from "@/ui/format/zoned.ts";
import type { CardProps } from "./card-props.ts";
import { leadsChart, sourcesChart } from "./people-charts.ts";
import { NothingThen, ReportCard } from "./report-card.tsx";
import { leadsReport } from "./report-queries.ts";
import { useAskedOwners } from "./teams.ts";

/** A line needs some places to run through; fewer pieces are bars. */
const LINE_FROM = 3;

/** New leads over time. */
export function LeadsCard({ asked, href }: CardProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const owners = useAskedOwners(asked);
  const title = t`New leads`;
  return (
    <ReportCard title={title} report={useQuery(leadsReport(asked))}>
      {({ figures }) => {
        const data = leadsChart(figures, formats, owners);
        const times = figures.pieces.map(
          (piece) => Date.parse(startOfDay(piece.days.from, formats.timeZone)) / 1000,
        );
        return (
          <ChartFrame
            title={title}
            href={href?.("leads")}
            shape={times.length < LINE_FROM ? "bars" : "line"}
            definition={t`Leads by the day, week or month in which they were created, whichever fits the period; the first and the last piece end where the period does.`}
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

/** Where new leads came from. */
export function SourcesCard({ asked, href }: CardProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const owners = useAskedOwners(asked);
  const title = t`Leads by source`;
  return (
    <ReportCard title={title} report={useQuery(leadsReport(asked))}>
      {({ figures }) => {
        const data = sourcesChart(figures, formats, asked, owners);
        return (
          <ChartFrame
            title={title}
            href={href?.("sources")}
            shape="list"
            definition={t`Leads created in the period by their source: the twelve largest, and all others together.`}
            data={data}
          >
            {figures.leads === 0 ? (
              <NothingThen>{t`No lead was created in this period.`}</NothingThen>
            ) : (
              <BarList data={data} />
            )}
          </ChartFrame>
        );
      }}
    </ReportCard>
  );
}
