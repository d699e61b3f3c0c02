import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { DateOrder, DecimalMark } from "@/api/generated/types.gen.ts";

/** How dates stand, in words and by an example. */
export const ORDER_WORDS: Record<DateOrder, MessageDescriptor> = {
  dmy: msg`Day, month, year (31/12/2026)`,
  mdy: msg`Month, day, year (12/31/2026)`,
  ymd: msg`Year, month, day (2026-12-31)`,
};

/** How decimals are written, in words and by an example. */
export const MARK_WORDS: Record<DecimalMark, MessageDescriptor> = {
  dot: msg`Point before the decimals (1,234.56)`,
  comma: msg`Comma before the decimals (1.234,56)`,
};

/** What an import is, in its state. */
export const STATE_WORDS: Record<string, MessageDescriptor> = {
  previewed: msg`Not imported yet`,
  running: msg`Running`,
  done: msg`Imported`,
  failed: msg`Failed`,
};
