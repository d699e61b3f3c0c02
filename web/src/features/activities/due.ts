import { addDays, startOfWeek, wallClock, zonedInstant } from "@/ui/format/zoned.ts";

/** When a working day ends: what is due on a day without an hour is due then. */
export const END_OF_DAY = "17:00";

/** Where a time is meant: the workspace's zone, and how its weeks begin. */
export interface Place {
  timeZone: string;
  locale: string;
}

/** A day and an hour as they stand in the boxes. */
export interface DayAndTime {
  /** `2026-11-23`, or empty. */
  day: string;
  /** `17:00`, or empty. */
  time: string;
}

/** The instant of a day and an hour; null without a day. */
export function dueAt({ day, time }: DayAndTime, timeZone: string): string | null {
  return day === "" ? null : zonedInstant(`${day}T${time || END_OF_DAY}`, timeZone);
}

/** A day and an hour of an instant; empty for none. */
export function dayAndTime(instant: string | null | undefined, timeZone: string): DayAndTime {
  if (!instant) return { day: "", time: "" };
  const [day = "", time = ""] = wallClock(instant, timeZone).split("T");
  return { day, time };
}

/** The same hour tomorrow, whenever it was due; the end of the day for what was not. */
export function tomorrow(due: string | null | undefined, today: string, place: Place): string {
  return onDay(addDays(today, 1), due, place);
}

/** The same hour on the first working day of next week. */
export function nextWeek(due: string | null | undefined, today: string, place: Place): string {
  const first = addDays(startOfWeek(today, place.locale), 7);
  const weekday = new Date(`${first}T00:00:00Z`).getUTCDay();
  // where weeks begin on a Saturday or a Sunday, work begins on Monday
  const wait = weekday === 6 ? 2 : weekday === 0 ? 1 : 0;
  return onDay(addDays(first, wait), due, place);
}

function onDay(day: string, due: string | null | undefined, { timeZone }: Place): string {
  const time = dayAndTime(due, timeZone).time || END_OF_DAY;
  return zonedInstant(`${day}T${time}`, timeZone);
}
