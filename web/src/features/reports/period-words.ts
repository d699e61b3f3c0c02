import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Period } from "./period.ts";

/** What the periods are called. */
export const PERIOD_WORDS: Record<Period, MessageDescriptor> = {
  "12-months": msg`Last 12 months`,
  month: msg`This month`,
  "last-month": msg`Last month`,
  quarter: msg`This quarter`,
  "last-quarter": msg`Last quarter`,
  year: msg`This year`,
};
