/** Where and in which money the workspace lives: everything shown is written its way. */
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

/** Writes numbers, money and dates in one locale and one time zone. Make one and keep it: Intl is slow to set up. */
export type Formats = ReturnType<typeof createFormats>;

/** Digits after the point of a currency: 2 for EUR, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  const options = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  return options.maximumFractionDigits ?? 2;
}

/** Builds the formatters of a workspace. Each `Intl` object is made once, when it is first needed. */
export function createFormats({ locale, timeZone, currency: home }: FormatSettings) {
  const cached = <T>(make: (key: string) => T) => {
    const made = new Map<string, T>();
    return (key: string): T => {
      const known = made.get(key);
      if (known !== undefined) return known;
      const fresh = make(key);
      made.set(key, fresh);
      return fresh;
    };
  };
  const digits = cached(minorDigits);
  const exact = cached(
    (currency) =>
      new Intl.NumberFormat(locale, {
        style: "currency",
        currency,
        currencyDisplay: "narrowSymbol",
      }),
  );
  const whole = cached(
    (currency) =>
      new Intl.NumberFormat(locale, {
        style: "currency",
        currency,
        currencyDisplay: "narrowSymbol",
        maximumFractionDigits: 0,
      }),
  );
  const short = cached(
    (currency) =>
      new Intl.NumberFormat(locale, {
        style: "currency",
        currency,
        currencyDisplay: "narrowSymbol",
        notation: "compact",
        minimumFractionDigits: 0,
        maximumSignificantDigits: 3,
      }),
  );
  const numbers = new Intl.NumberFormat(locale);
  const shortNumbers = new Intl.NumberFormat(locale, {
    notation: "compact",
    maximumSignificantDigits: 3,
  });
  const percents = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const dates = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  const instants = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone,
  });
  const shortDays = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone });
  const shortDates = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });
  const moments = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  });
  const times = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone });
  const months = new Intl.DateTimeFormat(locale, {
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  const days = new Intl.DateTimeFormat("en-CA", { timeZone });
  const lists = new Intl.ListFormat(locale, { type: "conjunction" });
  const major = ({ amount, currency }: Money) => amount / 10 ** digits(currency);

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
