import { t } from "@lingui/core/macro";
import type { CurrencyVelocity } from "@/api/generated/types.gen.ts";
import type { ChartData } from "@/ui/charts/types.ts";
import type { Formats } from "@/ui/format/formats.ts";
import { minorDigits } from "@/ui/format/formats.ts";
import { countFormats, currenciesOf, shareFormats } from "./currencies.ts";
import { daysText } from "./days-text.ts";

/** Velocity and its factors, a line a currency. Amounts are in whole units of each line's own. */
export function velocityTable(
  velocities: readonly CurrencyVelocity[],
  formats: Formats,
): ChartData {
  const order = currenciesOf([velocities], formats.homeCurrency);
  const rows = order.flatMap((code) => velocities.find((one) => one.currency === code) ?? []);
  const major = (amount: number | null | undefined, currency: string) =>
    amount == null ? null : amount / 10 ** minorDigits(currency);
  const column = (id: string, label: string, values: (number | null)[]) => ({
    id,
    label,
    color: "var(--accent)",
    values,
  });
  return {
    ...countFormats(formats),
    categoryLabel: t`Currency`,
    categories: rows.map(({ currency }) => ({ id: currency, label: currency })),
    series: [
      column(
        "per-day",
        t`A day`,
        rows.map((one) => major(one.amount_per_day, one.currency)),
      ),
      column(
        "open",
        t`Open deals`,
        rows.map((one) => one.open),
      ),
      column(
        "average",
        t`Average amount won`,
        rows.map((one) => major(one.average_amount, one.currency)),
      ),
      {
        ...column(
          "rate",
          t`Win rate`,
          rows.map((one) => one.win_rate ?? null),
        ),
        ...shareFormats(formats),
      },
      {
        ...column(
          "cycle",
          t`Sales cycle`,
          rows.map((one) => one.median_days ?? null),
        ),
        format: (days: number) => daysText(days, formats),
        plain: (days: number) => days.toFixed(2),
      },
    ],
  };
}
