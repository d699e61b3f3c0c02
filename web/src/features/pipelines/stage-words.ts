import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** What a stage can be. */
export type StageKind = "open" | "won" | "lost";

/** The types of a stage as people call them. */
export const KIND_WORDS: Record<StageKind, MessageDescriptor> = {
  open: msg`Open`,
  won: msg`Won`,
  lost: msg`Lost`,
};

/** Forecast categories, from the least certain. */
export const FORECAST_WORDS: Record<string, MessageDescriptor> = {
  pipeline: msg`Pipeline`,
  best_case: msg`Best case`,
  commit: msg`Commit`,
  closed: msg`Closed`,
  omitted: msg`Left out`,
};

/** Fields of a deal that a stage can ask for, in the order in which they are offered. */
export const REQUIRABLE = [
  "amount",
  "expected_close_date",
  "company_id",
  "contact_id",
  "product_id",
  "owner_id",
  "source",
  "description",
] as const;
