import { relativeFormat, upperFirst } from "@/i18n/intl.ts";
import type { Formats } from "./formats.ts";

const DAY_MS = 86_400_000;

/** Whole days from today to a calendar date: negative when it has passed. */
export function daysUntil(date: string, today: string): number {
  return Math.round(
    (Date.parse(`${date.slice(0, 10)}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / DAY_MS,
  );
}

function relative(locale: string): Intl.RelativeTimeFormat {
  return relativeFormat(locale, { numeric: "auto", style: "long" });
}

/** "today", "yesterday", "in 3 days"; past a fortnight the date itself says more. */
export function relativeDay(formats: Formats, date: string, now: number): string {
  const days = daysUntil(date, formats.dayKey(now));
  return Math.abs(days) > 14
    ? formats.date(date)
    : upperFirst(relative(formats.locale).format(days, "day"));
}

/** "5 minutes ago" for what is fresh, the relative day for the rest. */
export function relativeMoment(formats: Formats, instant: string, now: number): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  if (Math.abs(seconds) < 60) return upperFirst(relative(formats.locale).format(0, "second"));
  if (Math.abs(seconds) < 3_600)
    return relative(formats.locale).format(Math.round(seconds / 60), "minute");
  if (Math.abs(seconds) < 43_200)
    return relative(formats.locale).format(Math.round(seconds / 3_600), "hour");
  return relativeDay(formats, formats.dayKey(instant), now);
}
