import { activate, type LANGUAGES, languageOf, spoken } from "./i18n.ts";

/**
 * What a person can choose on the profile page: each language, and the regions that write its dates and
 * numbers in ways of their own.
 */
export const LOCALES = [
  "en",
  "en-GB",
  "de",
  "de-AT",
  "de-CH",
  "ar",
  "ar-AE",
  "ar-EG",
  "ar-MA",
  "ar-SA",
] as const;

const KEY = "kontaly.language";

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/**
 * The locale of somebody who is not signed in: what was chosen in this browser, else the browser's own
 * language as far as we speak it, else the workspace's.
 */
export function visitorLocale(workspace = "en"): string {
  const wanted = [stored() ?? "", ...navigator.languages].find((locale) => spoken(locale));
  return wanted ?? workspace;
}

/** Shows the pages in another language from now on, and keeps that in this browser. */
export async function chooseLanguage(language: (typeof LANGUAGES)[number]): Promise<void> {
  const own = navigator.languages.find(
    (locale) => languageOf(locale) === language && spoken(locale),
  );
  const locale = own ?? language;
  try {
    localStorage.setItem(KEY, locale);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  await activate(locale);
}
