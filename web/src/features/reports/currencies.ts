import { compareText } from "@/i18n/i18n.ts";
import { type Formats, minorDigits } from "@/ui/format/formats.ts";

/** Anything that is of one currency. */
interface Priced {
  currency: string;
}

/** The currencies of several lists of sums: the workspace's own first, the others by their letters. */
export function currenciesOf(lists: readonly (readonly Priced[])[], home: string): string[] {
  const all = new Set(lists.flatMap((list) => list.map((sum) => sum.currency)));
  return [...all].sort((a, b) => Number(b === home) - Number(a === home) || compareText(a, b));
}

/** The sum of one currency; undefined when there is none in it. Sums of two are never added up. */
export function sumIn<Sum extends Priced>(sums: readonly Sum[], currency: string): Sum | undefined {
  return sums.find((sum) => sum.currency === currency);
}

/** How a chart of one currency writes its figures. */
export function moneyFormats(formats: Formats, currency: string) {
  return {
    format: (amount: number) => formats.money({ amount, currency }),
    formatShort: (amount: number) => formats.moneyShort({ amount, currency }),
    plain: (amount: number) =>
      (amount / 10 ** minorDigits(currency)).toFixed(minorDigits(currency)),
  };
}

/** How a chart of counts writes its figures. */
export function countFormats(formats: Formats) {
  return { format: formats.number, formatShort: formats.numberShort, plain: String };
}

/** How a chart of shares writes its figures. */
export function shareFormats(formats: Formats) {
  return {
    format: formats.percent,
    formatShort: formats.percent,
    plain: (share: number) => share.toFixed(4),
  };
}
