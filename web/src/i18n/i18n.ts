import { i18n } from "@lingui/core";
import { collator, comma } from "./intl.ts";

/** The languages that have a catalogue. Another one is one more .po file and one more line (docs/languages.md). */
export const LANGUAGES = ["en", "de", "ar"] as const;
/** One of them. */
export type Language = (typeof LANGUAGES)[number];

const catalogues: Record<Language, () => Promise<{ messages: Parameters<typeof i18n.load>[1] }>> = {
  en: () => import("./locales/en.po"),
  de: () => import("./locales/de.po"),
  ar: () => import("./locales/ar.po"),
};

/** The language of a locale such as "de-AT", if it has a catalogue. */
export function spoken(locale: string): Language | undefined {
  const base = locale.split("-")[0]?.toLowerCase();
  return LANGUAGES.find((language) => language === base);
}

/** The catalogue for a locale; English when there is none. */
export function languageOf(locale: string): Language {
  return spoken(locale) ?? "en";
}

/** Whether a locale is written from right to left. */
export function isRightToLeft(locale: string): boolean {
  return languageOf(locale) === "ar";
}

type ServerWords = (code: string, field?: string | null) => string | undefined;
let serverWords: ServerWords = () => undefined;

/** Loads a locale's language and makes it the page's: words, numbers, `lang` and direction. */
export async function activate(locale: string): Promise<void> {
  const language = languageOf(locale);
  const [{ messages }, server] = await Promise.all([
    catalogues[language](),
    language === "en" ? null : import("./server-words.ts"),
  ]);
  serverWords = server?.serverWords ?? (() => undefined);
  i18n.loadAndActivate({ locale, messages });
  document.documentElement.lang = locale;
  document.documentElement.dir = isRightToLeft(locale) ? "rtl" : "ltr";
}

/** What the server says under a stable code, of a field or of it all: in the reader's language, else as it says it itself. */
export function inWords(code: string, said: string, field?: string | null): string {
  return serverWords(code, field) ?? said;
}

/** Compares names as the reader's language sorts them. */
export function compareText(a: string, b: string): number {
  return collator(i18n.locale, {}).compare(a, b);
}

/** Puts words behind each other, as the reader's language separates them; those that are absent are left out. */
export function enumerate(words: readonly (string | null | undefined)[]): string {
  return words.filter(Boolean).join(comma(i18n.locale));
}

export { i18n };
