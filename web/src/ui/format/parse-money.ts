import { numberFormat } from "@/i18n/intl.ts";
import { minorDigits } from "./formats.ts";

/**
 * Reads an amount as people type it in this locale ("84.000,50", "€84,000", "84k") and gives
 * integer minor units, or null when it is no amount or has more decimals than the currency.
 * Digits are handled as text: floating point would lose a cent of a large sum.
 */
export function parseMoney(text: string, currency: string, locale: string): number | null {
  const { group, decimal } = separators(locale);
  const cleaned = latinDigits(text)
    .replace(/[\s\u00a0\u202f\u200e\u200f\u061c'’]/g, "")
    .replace(/\p{Sc}/gu, "")
    .replace(new RegExp(`^${currency}|${currency}$`, "i"), "")
    .replaceAll(group, "")
    .replace(decimal, ".");
  const match = /^([-−]?)(\d+)(?:\.(\d*))?(k|m)?$/i.exec(cleaned);
  if (!match) return null;
  const [, sign, whole = "", fraction = "", unit = ""] = match;
  const shift = minorDigits(currency) + ({ k: 3, m: 6 }[unit.toLowerCase()] ?? 0);
  if (fraction.length > shift) return null;
  const minor = Number(whole + fraction.padEnd(shift, "0"));
  if (!Number.isSafeInteger(minor)) return null;
  return sign ? -minor : minor;
}

/** An amount as it is put into the box for editing: no symbol, no grouping, the locale's decimal sign. */
export function editableMoney(amount: number, currency: string, locale: string): string {
  const digits = minorDigits(currency);
  const sign = amount < 0 ? "-" : "";
  const text = String(Math.abs(amount)).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  const fraction = text.slice(text.length - digits);
  return (
    sign +
    whole +
    (digits === 0 || /^0*$/.test(fraction) ? "" : separators(locale).decimal + fraction)
  );
}

/* Arabic keyboards write other digits for the same numbers. */
function latinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) =>
    String(digit.charCodeAt(0) & 0xf),
  );
}

function separators(locale: string): { group: string; decimal: string } {
  const parts = numberFormat(locale, { useGrouping: true }).formatToParts(-1234567.8);
  const find = (type: string, fallback: string) =>
    parts.find((part) => part.type === type)?.value ?? fallback;
  return { group: find("group", ","), decimal: find("decimal", ".") };
}
