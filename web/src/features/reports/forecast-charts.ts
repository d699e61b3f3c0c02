import { t } from "@lingui/core/macro";
import type { Forecast, ForecastMonth } from "@/api/generated/types.gen.ts";
import type { ChartData } from "@/ui/charts/types.ts";
import type { Formats } from "@/ui/format/formats.ts";
import { dealsHref, type Figure } from "./behind.ts";
import { monthAxis } from "./closed-charts.ts";
import { moneyFormats, sumIn } from "./currencies.ts";
import type { Asked } from "./report-search.ts";

/** Won deals and open ones by category on top of each other, and across them what is expected: won and weighted. */
export function forecastChart(
  { months }: Forecast,
  currency: string,
  formats: Formats,
  asked: Partial<Asked> = {},
): ChartData {
  const won = (month: ForecastMonth) => sumIn(month.won, currency)?.amount ?? 0;
  const open = (month: ForecastMonth) => month.open.filter((sum) => sum.currency === currency);
  const behind = (figure: Figure) =>
    months.map(({ days }) => dealsHref({ ...asked, ...days }, { ...figure, currency }));
  const category = (id: string, label: string, color: string) => ({
    id,
    label,
    color,
    values: months.map((month) => open(month).find((sum) => sum.category === id)?.amount ?? 0),
    hrefs: behind({ of: "open", category: id }),
  });
  return {
    ...moneyFormats(formats, currency),
    ...monthAxis(months, formats),
    series: [
      {
        id: "won",
        label: t`Won`,
        color: "var(--s-won)",
        values: months.map(won),
        hrefs: behind({ of: "closed", state: "won" }),
      },
      category("commit", t`Commit`, "var(--accent)"),
      category("best_case", t`Best case`, "color-mix(in oklch, var(--accent) 55%, var(--surface))"),
      category("pipeline", t`Pipeline`, "color-mix(in oklch, var(--accent) 25%, var(--surface))"),
      {
        id: "weighted",
        label: t`Won and weighted`,
        color: "var(--mark)",
        mark: true,
        values: months.map(
          (month) => won(month) + open(month).reduce((sum, one) => sum + one.weighted_amount, 0),
        ),
      },
    ],
  };
}
