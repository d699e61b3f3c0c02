import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { BarList } from "@/ui/charts/bar-list.tsx";
import { ChartFrame } from "@/ui/charts/chart-frame.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { CardProps } from "./card-props.ts";
import { activityChart, activityTable } from "./people-charts.ts";
import { NothingThen, ReportCard } from "./report-card.tsx";
import { activityReport } from "./report-queries.ts";

/** People that the picture shows; the table has them all. */
const SHOWN = 8;

/** Who did how much. */
export function ActivityCard({ asked, href }: CardProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const title = t`Activity by person`;
  return (
    <ReportCard title={title} report={useQuery(activityReport(asked))}>
      {({ figures: { people } }) => {
        const data = activityChart(people.slice(0, SHOWN), formats, asked);
        return (
          <ChartFrame
            title={title}
            href={href?.("activity")}
            shape="list"
            definition={t`Calls, meetings, e-mails, tasks and notes that happened or were due in the period, the busiest people first. The table has everybody, kind by kind.`}
            data={data}
            table={activityTable(people, formats, asked)}
          >
            {people.length === 0 ? (
              <NothingThen>{t`Nothing was written down in this period.`}</NothingThen>
            ) : (
              <BarList data={data} />
            )}
          </ChartFrame>
        );
      }}
    </ReportCard>
  );
}
