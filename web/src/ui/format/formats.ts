import { dateFormat, listFormat, numberFormat } from "@/i18n/intl.ts";

/** Where and in which money the workspace lives, and how its reader writes. */
export interface FormatSettings {
  locale: string;
  timeZone: string;
  currency: string;
}

/** An amount as the API has it: integer minor units and an ISO 4217 code. */
export interface Money {
  amount: number;
  currency: string;
}

/** Writes numbers, money and dates in one locale and one time zone. */
export type Formats = ReturnType<typeof createFormats>;

/** Digits after the point of a currency: 2 for EUR, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  const options = numberFormat("en", { style: "currency", currency }).resolvedOptions();
  return options.maximumFractionDigits ?? 2;
}

const DATE = { day: "numeric", month: "short", year: "numeric" } as const;
const CLOCK = { hour: "2-digit", minute: "2-digit" } as const;
const SHORT = { notation: "compact", maximumSignificantDigits: 3 } as const;

/** The formatters of a workspace, in the language of whoever reads it. */
export function createFormats({ locale, timeZone, currency: home }: FormatSettings) {
  const money = (currency: string, options?: Intl.NumberFormatOptions) =>
    numberFormat(locale, {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      ...options,
    });
  const exact = (currency: string) => money(currency);
  const whole = (currency: string) => money(currency, { maximumFractionDigits: 0 });
  const short = (currency: string) => money(currency, { ...SHORT, minimumFractionDigits: 0 });
  const numbers = numberFormat(locale, {});
  const shortNumbers = numberFormat(locale, SHORT);
  const percents = numberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const dates = dateFormat(locale, { ...DATE, timeZone: "UTC" });
  const instants = dateFormat(locale, { ...DATE, timeZone });
  const shortDays = dateFormat(locale, { day: "numeric", month: "short", timeZone });
  const shortDates = dateFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
  const moments = dateFormat(locale, { ...DATE, ...CLOCK, timeZone });
  const times = dateFormat(locale, { ...CLOCK, timeZone });
  const months = dateFormat(locale, { month: "short", year: "numeric", timeZone: "UTC" });
  const days = dateFormat("en-CA", { timeZone });
  const lists = listFormat(locale, { type: "conjunction" });
  const choices = listFormat(locale, { type: "disjunction" });
  const unit = (unit: "second" | "minute" | "hour") =>
    numberFormat(locale, { style: "unit", unit, unitDisplay: "long" });
  const major = ({ amount, currency }: Money) => amount / 10 ** minorDigits(currency);

  return {
    locale,
    timeZone,
    homeCurrency: home,
    /** €84,000 and €84,000.50: cents only where there are any. */
    money: (money: Money) => {
      const value = major(money);
      return (Number.isInteger(value) ? whole : exact)(money.currency).format(value);
    },
    /** €4.21M: for sums in headings and axes. */
    moneyShort: (money: Money) => short(money.currency).format(major(money)),
    /** Several currencies are listed, never added up. */
    moneyList: (sums: readonly Money[], brief = true) =>
      lists.format(sums.map((sum) => (brief ? short : exact)(sum.currency).format(major(sum)))),
    /** a, b and c. */
    list: (parts: readonly string[]) => lists.format(parts),
    /** a, b or c. */
    either: (parts: readonly string[]) => choices.format(parts),
    /** 20 seconds, 3 minutes, 2 hours: how long something takes, of seconds; rounded up, for who waits is not to be disappointed. */
    wait: (seconds: number) => {
      if (seconds <= 90) return unit("second").format(Math.max(5, Math.ceil(seconds / 5) * 5));
      if (seconds <= 5400) return unit("minute").format(Math.ceil(seconds / 60));
      return unit("hour").format(Math.ceil(seconds / 1800) / 2);
    },
    number: (value: number) => numbers.format(value),
    numberShort: (value: number) => shortNumbers.format(value),
    /** From a share of 1: 0.25 is 25 %. */
    percent: (share: number) => percents.format(share),
    /** A calendar date (`2026-11-28`), the same everywhere on earth. */
    date: (date: string) => dates.format(new Date(`${date.slice(0, 10)}T00:00:00Z`)),
    /** The first of a month as `Nov 2026`. */
    month: (date: string) => months.format(new Date(`${date.slice(0, 7)}-01T00:00:00Z`)),
    /** 12 Nov: for axes, where the year is clear. */
    dayShort: (instant: string | number) => shortDays.format(new Date(instant)),
    /** A calendar date as 28 Nov: where the year is clear. */
    dateShort: (date: string) => shortDates.format(new Date(`${date.slice(0, 10)}T00:00:00Z`)),
    /** The day of an instant, in the workspace's time zone. */
    day: (instant: string) => instants.format(new Date(instant)),
    moment: (instant: string) => moments.format(new Date(instant)),
    time: (instant: string) => times.format(new Date(instant)),
    /** The calendar day of an instant here, as `2026-11-23`: for grouping and comparing. */
    dayKey: (instant: string | number | Date) => days.format(new Date(instant)),
  };
}
