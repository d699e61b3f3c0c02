import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { CurrencyVelocity } from "@/api/generated/types.gen.ts";
import { ChartFrame } from "@/ui/charts/chart-frame.tsx";
import { MoneyText, useFormats } from "@/ui/format/format-context.tsx";
import { dealsHref } from "./behind.ts";
import type { MoneyCardProps } from "./card-props.ts";
import { daysText } from "./days-text.ts";
import { NothingThen, ReportCard } from "./report-card.tsx";
import { velocityReport } from "./report-queries.ts";
import { velocityTable } from "./velocity-table.ts";

/** How much money the pipeline makes a day, and what that is made of. */
export function VelocityCard({ asked, href, currency }: MoneyCardProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const title = t`Velocity, ${currency}`;
  return (
    <ReportCard title={title} report={useQuery(velocityReport(asked))}>
      {({ figures }) => {
        const one = figures.currencies.find((each) => each.currency === currency);
        const table = velocityTable(figures.currencies, formats);
        const perDay = one?.amount_per_day;
        return (
          <ChartFrame
            title={title}
            href={href?.("velocity")}
            shape="list"
            definition={t`Open deals × average amount of the deals won in the period × win rate ÷ sales cycle in days: what the pipeline brings a day. Each currency by itself.`}
            figure={
              perDay == null
                ? undefined
                : t`${formats.moneyShort({ amount: perDay, currency })} a day`
            }
            data={{ ...table, series: table.series.slice(0, 1) }}
            table={table}
          >
            {one ? (
              <Factors
                one={one}
                href={(figure) =>
                  dealsHref(
                    figure.of === "open" ? { ...asked, from: undefined, to: undefined } : asked,
                    { ...figure, currency },
                  )
                }
              />
            ) : (
              <NothingThen>{t`No deal is in ${currency}.`}</NothingThen>
            )}
          </ChartFrame>
        );
      }}
    </ReportCard>
  );
}

type Behind = (figure: { of: "open" | "closed"; state?: string }) => string;

function Factors({ one, href }: { one: CurrencyVelocity; href: Behind }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { currency, average_amount, median_days } = one;
  const factors = [
    { label: t`Open deals`, text: formats.number(one.open), to: href({ of: "open" }) },
    {
      label: t`Average amount won`,
      text:
        average_amount == null ? (
          "–"
        ) : (
          <MoneyText short value={{ amount: average_amount, currency }} />
        ),
      to: href({ of: "closed", state: "won" }),
    },
    {
      label: t`Win rate`,
      text: one.win_rate == null ? "–" : formats.percent(one.win_rate),
      to: href({ of: "closed" }),
    },
    {
      label: t`Sales cycle`,
      text: median_days == null ? "–" : daysText(median_days, formats),
      to: href({ of: "closed", state: "won" }),
    },
  ];
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3 rounded-m bg-sunken p-4 sm:grid-cols-4">
      {factors.map(({ label, text, to }) => (
        <div key={label} className="min-w-0">
          <dt className="text-xs text-ink-3">{label}</dt>
          <dd className="font-display text-xl">
            <a href={to} className="underline-offset-4 hover:underline">
              {text}
            </a>
          </dd>
        </div>
      ))}
    </dl>
  );
}
