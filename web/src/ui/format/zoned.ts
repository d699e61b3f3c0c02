import { dateFormat, firstDayOfWeek } from "@/i18n/intl.ts";

/* How far a zone's clock is ahead of UTC at an instant. */
function offsetMs(instant: number, timeZone: string): number {
  const format = dateFormat("en", { timeZone, timeZoneName: "longOffset" });
  const name = format.formatToParts(instant).find((part) => part.type === "timeZoneName")?.value;
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name ?? "") ?? [];
  if (!sign) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Whether a text is a calendar date: `2026-11-23`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

/** The instant at which a calendar day begins in a time zone, as RFC 3339. */
export function startOfDay(day: string, timeZone: string): string {
  return zonedInstant(`${day}T00:00`, timeZone);
}

/** The instant of a wall clock's date and time (`2026-11-23T14:30`) in a time zone, as RFC 3339. */
export function zonedInstant(wall: string, timeZone: string): string {
  const clock = Date.parse(`${wall}Z`);
  // twice: the first guess may lie on the other side of a change of the clock
  const guess = clock - offsetMs(clock, timeZone);
  return new Date(clock - offsetMs(guess, timeZone)).toISOString();
}

/** The wall clock's date and time of an instant in a time zone: `2026-11-23T14:30`, for a date-time box. */
export function wallClock(instant: string | number, timeZone: string): string {
  const at = new Date(instant).getTime();
  return new Date(at + offsetMs(at, timeZone)).toISOString().slice(0, 16);
}

/** A calendar date some days later, or earlier. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The first day of the week that a calendar date lies in, as the locale begins its weeks. */
export function startOfWeek(day: string, locale: string): string {
  const first = firstDayOfWeek(locale);
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
  return addDays(day, -((weekday - first + 7) % 7));
}
