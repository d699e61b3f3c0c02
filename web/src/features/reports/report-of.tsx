import { ActivityCard } from "./activity-card.tsx";
import type { MoneyCardProps, ReportId } from "./card-props.ts";
import { ForecastCard } from "./forecast-card.tsx";
import { FunnelCard } from "./funnel-card.tsx";
import { LeadMapCard } from "./lead-map/lead-map-card.tsx";
import { LeadsCard, SourcesCard } from "./leads-card.tsx";
import { LostReasonsCard } from "./lost-reasons-card.tsx";
import { PipelineCard } from "./pipeline-card.tsx";
import { SalesCycleCard } from "./sales-cycle-card.tsx";
import { VelocityCard } from "./velocity-card.tsx";
import { WinRateCard, WonLostCard } from "./won-lost-card.tsx";

const CARDS: Record<ReportId, (props: MoneyCardProps) => React.ReactNode> = {
  pipeline: PipelineCard,
  forecast: ForecastCard,
  funnel: FunnelCard,
  "won-lost": WonLostCard,
  "lost-reasons": LostReasonsCard,
  "win-rate": WinRateCard,
  "sales-cycle": SalesCycleCard,
  velocity: VelocityCard,
  leads: LeadsCard,
  sources: SourcesCard,
  "lead-map": LeadMapCard,
  activity: ActivityCard,
};

/** The card of a report. */
export function ReportOf({ report, ...props }: MoneyCardProps & { report: ReportId }) {
  const Card = CARDS[report];
  return <Card {...props} />;
}
