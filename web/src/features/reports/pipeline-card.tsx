import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { BarList } from "@/ui/charts/bar-list.tsx";
import { ChartFrame } from "@/ui/charts/chart-frame.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { MoneyCardProps } from "./card-props.ts";
import { pipelineChart, stageColors } from "./deal-charts.ts";
import { NothingThen, ReportCard } from "./report-card.tsx";
import { pipelineReport } from "./report-queries.ts";

/** Open deals by stage, weighted and not, of one currency. */
export function PipelineCard({ asked, href, currency }: MoneyCardProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const title = t`Pipeline by stage, ${currency}`;
  return (
    <ReportCard title={title} report={useQuery(pipelineReport(asked))}>
      {({ figures }) => {
        const data = pipelineChart(figures, currency, formats, asked);
        const empty = figures.total.every((sum) => sum.currency !== currency);
        return (
          <ChartFrame
            title={title}
            href={href?.("pipeline")}
            shape="list"
            colors={stageColors(figures.stages)}
            definition={t`Open deals as they are now, whatever the period. The solid part and the second figure are weighted: each amount times the deal's own probability.`}
            data={data}
          >
            {empty ? (
              <NothingThen>{t`No open deal has an amount in ${currency}.`}</NothingThen>
            ) : (
              <BarList data={data} colors={stageColors(figures.stages)} />
            )}
          </ChartFrame>
        );
      }}
    </ReportCard>
  );
}
