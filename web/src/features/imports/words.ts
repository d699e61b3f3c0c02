import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { DateOrder, DecimalMark } from "@/api/generated/types.gen.ts";
import type { Formats } from "@/ui/format/formats.ts";

const UNITS = ["byte", "kilobyte", "megabyte"] as const;
const STEP_BYTES = 1000;

/** A file's size as one says it: 615 kB. */
export function bytesText(formats: Pick<Formats, "locale">, bytes: number): string {
  const at = bytes < STEP_BYTES ? 0 : bytes < STEP_BYTES ** 2 ? 1 : 2;
  return new Intl.NumberFormat(formats.locale, {
    style: "unit",
    unit: UNITS[at],
    unitDisplay: at === 0 ? "long" : "short",
    maximumFractionDigits: at === 2 ? 1 : 0,
  }).format(bytes / STEP_BYTES ** at);
}

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
