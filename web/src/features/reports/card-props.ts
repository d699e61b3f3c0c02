import type { Asked } from "./report-search.ts";

/** The reports, as the address names them, in the order of the overview. */
export const REPORTS = [
  "pipeline",
  "forecast",
  "funnel",
  "won-lost",
  "lost-reasons",
  "win-rate",
  "sales-cycle",
  "velocity",
  "leads",
  "sources",
  "lead-map",
  "activity",
] as const;
/** One of them. */
export type ReportId = (typeof REPORTS)[number];

/** What every card of a report takes. */
export interface CardProps {
  asked: Asked;
  /** The page of a report, where a card leads to it. */
  href?: (report: ReportId) => string;
}

/** What a card of money takes besides. */
export interface MoneyCardProps extends CardProps {
  currency: string;
}
