import { numberFormat } from "@/i18n/intl.ts";
import type { Formats } from "./formats.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
const STEP_BYTES = 1000;

/** A file's size as one says it: 615 kB. */
export function bytesText(formats: Pick<Formats, "locale">, bytes: number): string {
  const steps = Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(STEP_BYTES));
  const at = Math.min(steps, UNITS.length - 1);
  return numberFormat(formats.locale, {
    style: "unit",
    unit: UNITS[at],
    unitDisplay: at === 0 ? "long" : "short",
    maximumFractionDigits: at >= 2 ? 1 : 0,
  }).format(bytes / STEP_BYTES ** at);
}
