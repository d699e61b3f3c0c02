import { ActivityCard } from "@/features/reports/activity-card.tsx";
import type { ReportId } from "@/features/reports/card-props.ts";
import { ForecastCard } from "@/features/reports/forecast-card.tsx";
import { FunnelCard } from "@/features/reports/funnel-card.tsx";
import { Headline } from "@/features/reports/headline.tsx";
import { LeadsCard } from "@/features/reports/leads-card.tsx";
import { PipelineCard } from "@/features/reports/pipeline-card.tsx";
import { type Asked, type ReportSearch, reportHref } from "@/features/reports/report-search.ts";
import { VelocityCard } from "@/features/reports/velocity-card.tsx";
import { WonLostCard } from "@/features/reports/won-lost-card.tsx";
import { YourDay } from "./your-day.tsx";

/** What waits today, and how the business stands. Every card leads to its report. */
export function Dashboard({
  asked,
  currency,
  search,
}: {
  asked: Asked;
  currency: string;
  search: ReportSearch;
}) {
  const href = (id: ReportId) => reportHref(`/reports/${id}`, search);
  return (
    <>
      <YourDay />
      <Headline asked={asked} />
      <div className="grid gap-x-10 lg:grid-cols-2 [&>*]:border-b [&>*]:border-line">
        <PipelineCard asked={asked} currency={currency} href={href} />
        <ForecastCard asked={asked} currency={currency} href={href} />
        <WonLostCard asked={asked} currency={currency} href={href} />
        <FunnelCard asked={asked} href={href} />
        <VelocityCard asked={asked} currency={currency} href={href} />
        <LeadsCard asked={asked} href={href} />
        <ActivityCard asked={asked} href={href} />
      </div>
    </>
  );
}
