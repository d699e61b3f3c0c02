import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { pipelinesQuery } from "@/features/pipelines/pipelines.ts";
import { BarList } from "@/ui/charts/bar-list.tsx";
import { ChartFrame } from "@/ui/charts/chart-frame.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { MoneyCardProps } from "./card-props.ts";
import { byPipeline, pipelineChart, stageColors } from "./deal-charts.ts";
import { NothingThen, ReportCard } from "./report-card.tsx";
import { pipelineReport } from "./report-queries.ts";

/** Open deals by stage, weighted and not, of one currency: a chart for each pipeline that has some. */
export function PipelineCard({ asked, href, currency }: MoneyCardProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const pipelines = useQuery(pipelinesQuery).data ?? [];
  const all = t`Pipeline by stage, ${currency}`;
  return (
    <ReportCard title={all} report={useQuery(pipelineReport(asked))}>
      {({ figures }) => {
        const used = byPipeline(figures.stages, currency);
        return used.map(({ pipelineId, stages, empty }) => {
          const name = pipelines.find(({ id }) => id === pipelineId)?.name;
          const title = name && used.length > 1 ? t`${name} by stage, ${currency}` : all;
          const data = pipelineChart(stages, currency, formats, asked);
          return (
            <ChartFrame
              key={pipelineId}
              title={title}
              href={href?.("pipeline")}
              shape="list"
              colors={stageColors(stages)}
              definition={t`Open deals as they are now, whatever the period. The solid part and the second figure are weighted: each amount times the deal's own probability.`}
              data={data}
            >
              {empty ? (
                <NothingThen>{t`No open deal has an amount in ${currency}.`}</NothingThen>
              ) : (
                <BarList data={data} colors={stageColors(stages)} />
              )}
            </ChartFrame>
          );
        });
      }}
    </ReportCard>
  );
}
