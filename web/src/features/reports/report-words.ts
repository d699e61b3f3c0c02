import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ReportId } from "./card-props.ts";

/** What the reports are called. */
export const REPORT_WORDS: Record<ReportId, MessageDescriptor> = {
  pipeline: msg`Pipeline`,
  forecast: msg`Forecast`,
  funnel: msg`Funnel`,
  "won-lost": msg`Won and lost`,
  "lost-reasons": msg`Lost reasons`,
  "win-rate": msg`Win rate`,
  "sales-cycle": msg`Sales cycle`,
  velocity: msg`Velocity`,
  leads: msg`New leads`,
  sources: msg`Sources`,
  "lead-map": msg`Map of leads`,
  activity: msg`Activity`,
};
