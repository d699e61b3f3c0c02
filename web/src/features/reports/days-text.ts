import { plural } from "@lingui/core/macro";
import type { Formats } from "@/ui/format/formats.ts";

/** A length of time in days: whole ones from ten on, one digit behind the point below. */
export function daysText(days: number, formats: Formats): string {
  const rounded = days >= 10 ? Math.round(days) : Math.round(days * 10) / 10;
  const text = formats.number(rounded);
  return plural(rounded, { one: `${text} day`, other: `${text} days` });
}
