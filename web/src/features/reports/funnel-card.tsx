import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { ChartFrame } from "@/ui/charts/chart-frame.tsx";
import { FunnelChart } from "@/ui/charts/funnel-chart.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { CardProps } from "./card-props.ts";
import { funnelChart, funnelColors, funnelTable } from "./deal-charts.ts";
import { NothingThen, ReportCard } from "./report-card.tsx";
import { funnelReport } from "./report-queries.ts";

/** How far the deals created in the period have come, pipeline by pipeline. */
export function FunnelCard({ asked, href }: CardProps) {
  const { t } = useLingui();
  const formats = useFormats();
  return (
    <ReportCard title={t`Funnel`} report={useQuery(funnelReport(asked))}>
      {({ figures: { pipelines } }) => {
        const used = pipelines.filter((pipeline) => pipeline.deals > 0);
        return (used.length > 0 ? used : pipelines.slice(0, 1)).map((pipeline) => {
          const { name } = pipeline;
          const title = pipelines.length > 1 ? t`Funnel, ${name}` : t`Funnel`;
          const data = funnelChart(pipeline, formats, asked);
          return (
            <ChartFrame
              key={pipeline.pipeline_id}
              title={title}
              href={href?.("funnel")}
              shape="list"
              colors={funnelColors(pipeline)}
              definition={t`Deals created in the period that have reached each stage, and the share of the step before. A deal in a later stage, or won, has reached every one before it.`}
              data={data}
              table={funnelTable(pipeline, formats, asked)}
            >
              {pipeline.deals === 0 ? (
                <NothingThen>{t`No deal was created in this period.`}</NothingThen>
              ) : (
                <FunnelChart label={title} data={data} colors={funnelColors(pipeline)} />
              )}
            </ChartFrame>
          );
        });
      }}
    </ReportCard>
  );
}
