import { i18n } from "@lingui/core";

/** The languages that have a catalogue. Another one is one more .po file and one more line. */
export const LANGUAGES = ["en"] as const;
/** One of them. */
export type Language = (typeof LANGUAGES)[number];

const catalogues: Record<Language, () => Promise<{ messages: Parameters<typeof i18n.load>[1] }>> = {
  en: () => import("./locales/en.po"),
};

const RTL = /^(ar|he|fa|ur)\b/;

/** The catalogue for a locale such as "de-AT"; English when there is none. */
export function languageOf(locale: string): Language {
  const base = locale.split("-")[0] ?? "en";
  return LANGUAGES.find((language) => language === base) ?? "en";
}

/** Loads a language and makes it the page's: words, `lang` and direction. */
export async function activate(language: Language): Promise<void> {
  const { messages } = await catalogues[language]();
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
  document.documentElement.dir = RTL.test(language) ? "rtl" : "ltr";
}

export { i18n };
