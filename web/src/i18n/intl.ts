/**
 * The one door to `Intl`: every formatter of the product is made here, once for each locale and set of
 * options, because they are slow to set up. Dates are Gregorian whatever the locale, as the records are.
 */

function once<Options, Made>(make: (locale: string, options: Options) => Made) {
  const made = new Map<string, Made>();
  return (locale: string, options: Options): Made => {
    const key = `${locale} ${JSON.stringify(options)}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(locale, options);
    made.set(key, fresh);
    return fresh;
  };
}

/** Writes numbers, percentages and money. */
export const numberFormat = once<Intl.NumberFormatOptions, Intl.NumberFormat>(
  (locale, options) => new Intl.NumberFormat(locale, options),
);

/** Writes dates and times. */
export const dateFormat = once<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>(
  (locale, options) => new Intl.DateTimeFormat(locale, { calendar: "gregory", ...options }),
);

/** Joins words to a list: a, b and c. */
export const listFormat = once<Intl.ListFormatOptions, Intl.ListFormat>(
  (locale, options) => new Intl.ListFormat(locale, options),
);

/** Says how long ago, or how long until. */
export const relativeFormat = once<Intl.RelativeTimeFormatOptions, Intl.RelativeTimeFormat>(
  (locale, options) => new Intl.RelativeTimeFormat(locale, options),
);

/** Compares texts as the locale sorts them; digits by their number. */
export const collator = once<Intl.CollatorOptions, Intl.Collator>(
  (locale, options) => new Intl.Collator(locale, { numeric: true, ...options }),
);

const names = once<Intl.DisplayNamesOptions, Intl.DisplayNames>(
  (locale, options) => new Intl.DisplayNames(locale, options),
);

/** What a currency is called. */
export function currencyName(locale: string, code: string): string {
  return names(locale, { type: "currency" }).of(code) ?? code;
}

/** What a locale is called by those who read it: Deutsch (Österreich). */
export function localeName(locale: string): string {
  const name = names(locale, { type: "language", languageDisplay: "standard" }).of(locale);
  return name ? upperFirst(name) : locale;
}

/** With a capital in front, as a sentence begins. */
export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The currencies and the time zones that the browser knows. */
export function known(what: "currency" | "timeZone"): string[] {
  return Intl.supportedValuesOf(what);
}

/** The time zone that the browser is in. */
export function ownTimeZone(): string {
  return dateFormat("en", {}).resolvedOptions().timeZone || "UTC";
}

/** The region that a language tag means: CH for de-CH, DE for de. */
export function regionOf(locale: string): string | undefined {
  return new Intl.Locale(locale).maximize().region;
}

/** What separates the items of a plain enumeration. */
export function comma(locale: string): string {
  return /^(ar|fa|ur)\b/.test(locale) ? "، " : ", ";
}

interface WeekInfo {
  firstDay: number;
}

/** The day that weeks begin with; 1 is Monday. Engines differ in whether it is a method or a getter, and some have neither. */
export function firstDayOfWeek(locale: string): number {
  const known = new Intl.Locale(locale) as { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };
  return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1;
}
