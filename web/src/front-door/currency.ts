import { regionOf } from "@/i18n/intl.ts";

/** The commonest currencies: they come first in the list. */
export const COMMON = [
  "EUR",
  "USD",
  "GBP",
  "CHF",
  "JPY",
  "CAD",
  "AUD",
  "SEK",
  "NOK",
  "DKK",
  "PLN",
  "INR",
];

/* Where people pay with a common currency that is not the euro. */
const OF_REGION: Record<string, string> = {
  US: "USD",
  GB: "GBP",
  CH: "CHF",
  LI: "CHF",
  JP: "JPY",
  CA: "CAD",
  AU: "AUD",
  SE: "SEK",
  NO: "NOK",
  DK: "DKK",
  PL: "PLN",
  IN: "INR",
};

/** The currency that somebody with this language of the browser most likely counts in. */
export function currencyOf(language: string): string {
  return OF_REGION[regionOf(language) ?? ""] ?? "EUR";
}
