import { t } from "@lingui/core/macro";
import type { LostReason, SalesCycle, WonLost } from "@/api/generated/types.gen.ts";
import type { ChartData, ChartSeries } from "@/ui/charts/types.ts";
import type { Formats } from "@/ui/format/formats.ts";
import { dealsHref, type Figure } from "./behind.ts";
import { countFormats, currenciesOf, moneyFormats, shareFormats, sumIn } from "./currencies.ts";
import { daysText } from "./days-text.ts";
import type { Asked } from "./report-search.ts";

interface OfMonth {
  days: { from: string; to: string };
}

/** The months of a report; each leads to its deals, where it is said which. */
export function monthAxis(
  months: readonly OfMonth[],
  formats: Formats,
  behind?: { asked: Partial<Asked>; figure: Figure },
) {
  return {
    categoryLabel: t`Month`,
    categories: months.map(({ days }) => ({
      id: days.from,
      label: formats.month(days.from),
      ...(behind ? { href: dealsHref({ ...behind.asked, ...days }, behind.figure) } : {}),
    })),
  };
}

function wonAndLost(won: readonly number[], lost: readonly number[]): ChartSeries[] {
  return [
    { id: "won", label: t`Won`, color: "var(--s-won)", values: won },
    { id: "lost", label: t`Lost`, color: "var(--s-lost)", values: lost },
  ];
}

/** Amounts of one currency won and lost by month. */
export function wonLostChart(
  { months }: WonLost,
  currency: string,
  formats: Formats,
  asked: Partial<Asked> = {},
): ChartData {
  const series = wonAndLost(
    months.map(({ outcome }) => sumIn(outcome.won_sums, currency)?.amount ?? 0),
    months.map(({ outcome }) => sumIn(outcome.lost_sums, currency)?.amount ?? 0),
  );
  return {
    ...moneyFormats(formats, currency),
    ...monthAxis(months, formats),
    series: series.map((one) => ({
      ...one,
      hrefs: months.map(({ days }) =>
        dealsHref({ ...asked, ...days }, { of: "closed", state: one.id, currency }),
      ),
    })),
  };
}

/** The win rate by month; a month in which nothing was closed has none. */
export function winRateChart(
  { months }: WonLost,
  formats: Formats,
  asked: Partial<Asked> = {},
): ChartData {
  return {
    ...shareFormats(formats),
    ...monthAxis(months, formats, { asked, figure: { of: "closed" } }),
    series: [
      {
        id: "rate",
        label: t`Win rate`,
        color: "var(--accent)",
        values: months.map(({ outcome }) => outcome.win_rate ?? null),
      },
    ],
  };
}

/** The win rate with the deals that it is made of. */
export function winRateTable(
  figures: WonLost,
  formats: Formats,
  asked: Partial<Asked> = {},
): ChartData {
  const chart = winRateChart(figures, formats, asked);
  const counts = wonAndLost(
    figures.months.map(({ outcome }) => outcome.won),
    figures.months.map(({ outcome }) => outcome.lost),
  );
  return {
    ...chart,
    series: [...counts.map((one) => ({ ...one, ...countFormats(formats) })), ...chart.series],
  };
}

/** Lost deals by reason. */
export function reasonsChart(
  reasons: readonly LostReason[],
  formats: Formats,
  asked: Partial<Asked> = {},
): ChartData {
  return {
    ...countFormats(formats),
    categoryLabel: t`Reason`,
    categories: reasons.map(({ reason }) => ({
      id: reason ?? "others",
      label: reason ?? t`All others`,
      ...(reason ? { href: dealsHref(asked, { of: "closed", lost_reason: reason }) } : {}),
    })),
    series: [
      {
        id: "deals",
        label: t`Deals`,
        color: "var(--s-lost)",
        values: reasons.map((one) => one.deals),
      },
    ],
  };
}

/** Lost deals by reason, and what they were worth, a column a currency. */
export function reasonsTable(
  reasons: readonly LostReason[],
  formats: Formats,
  asked: Partial<Asked> = {},
): ChartData {
  const chart = reasonsChart(reasons, formats, asked);
  const lists = reasons.map((one) => one.sums);
  const amounts = currenciesOf(lists, formats.homeCurrency).map((currency) => ({
    id: currency,
    label: t`Amount, ${currency}`,
    color: "",
    values: lists.map((sums) => sumIn(sums, currency)?.amount ?? null),
    ...moneyFormats(formats, currency),
  }));
  return { ...chart, series: [...chart.series, ...amounts] };
}

/** The median of the days from created to won, by the month in which deals were won. */
export function cycleChart(
  { months }: SalesCycle,
  formats: Formats,
  asked: Partial<Asked> = {},
): ChartData {
  return {
    ...monthAxis(months, formats, { asked, figure: { of: "closed", state: "won" } }),
    format: (days) => daysText(days, formats),
    plain: (days) => days.toFixed(2),
    formatShort: formats.numberShort,
    series: [
      {
        id: "days",
        label: t`Median`,
        color: "var(--s-qual)",
        values: months.map((month) => month.median_days ?? null),
      },
    ],
  };
}
