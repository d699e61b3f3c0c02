import { ActivityCard } from "@/features/reports/activity-card.tsx";
import { FunnelCard } from "@/features/reports/funnel-card.tsx";
import { Headline } from "@/features/reports/headline.tsx";
import { LeadsCard } from "@/features/reports/leads-card.tsx";
import { LostReasonsCard } from "@/features/reports/lost-reasons-card.tsx";
import type { Days } from "@/features/reports/period.ts";
import { PipelineCard } from "@/features/reports/pipeline-card.tsx";
import { SalesCycleCard } from "@/features/reports/sales-cycle-card.tsx";
import { WinRateCard, WonLostCard } from "@/features/reports/won-lost-card.tsx";

/** All reports on one page. Charts of money are of one currency, everything else counts all deals. */
export function Dashboard({ days, currency }: { days: Days; currency: string }) {
  return (
    <>
      <Headline days={days} />
      <div className="grid gap-x-10 lg:grid-cols-2 [&>*]:border-b [&>*]:border-line">
        <PipelineCard currency={currency} />
        <WonLostCard days={days} currency={currency} />
        <FunnelCard days={days} />
        <WinRateCard days={days} />
        <LeadsCard days={days} />
        <SalesCycleCard days={days} />
        <LostReasonsCard days={days} />
        <ActivityCard days={days} />
      </div>
    </>
  );
}
