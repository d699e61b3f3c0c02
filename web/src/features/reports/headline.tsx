import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Skeleton } from "@/ui/feedback/skeleton.tsx";
import { MoneyText, useFormats } from "@/ui/format/format-context.tsx";
import type { Money } from "@/ui/format/formats.ts";
import type { CardProps } from "./card-props.ts";
import { currenciesOf, sumIn } from "./currencies.ts";
import { daysText } from "./days-text.ts";
import { pipelineReport, salesCycleReport, wonLostReport } from "./report-queries.ts";

/** The figures of the day, side by side. Money is listed currency by currency, the workspace's own first. */
export function Headline({ asked }: CardProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const open = useQuery(pipelineReport(asked));
  const closed = useQuery(wonLostReport(asked));
  const cycle = useQuery(salesCycleReport(asked));
  const total = open.data?.figures.total;
  const outcome = closed.data?.figures.total;
  const median = cycle.data?.figures.median_days;
  const won = formats.number(outcome?.won ?? 0);
  const lost = formats.number(outcome?.lost ?? 0);
  const wonCount = plural(outcome?.won ?? 0, {
    one: `${won} deal in the period`,
    other: `${won} deals in the period`,
  });
  const count = (open.data?.figures.stages ?? []).reduce((all, stage) => all + stage.deals, 0);
  const deals = formats.number(count);
  const openCount = plural(count, { one: `${deals} deal now`, other: `${deals} deals now` });
  const cycleWon = formats.number(cycle.data?.figures.won ?? 0);
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 border-b border-line py-4 md:grid-cols-3 xl:grid-cols-5">
      <Item label={t`Open pipeline`} note={openCount} state={open}>
        <Sums sums={total} of={(sum) => sum.amount} />
      </Item>
      <Item label={t`Weighted`} note={t`by probability`} state={open}>
        <Sums sums={total} of={(sum) => sum.weighted_amount} />
      </Item>
      <Item label={t`Won`} note={wonCount} state={closed}>
        <Sums sums={outcome?.won_sums} of={(sum) => sum.amount} />
      </Item>
      <Item label={t`Win rate`} note={t`${won} won, ${lost} lost`} state={closed}>
        {outcome?.win_rate == null ? "–" : formats.percent(outcome.win_rate)}
      </Item>
      <Item label={t`Sales cycle`} note={t`median of ${cycleWon} won`} state={cycle}>
        {median == null ? "–" : daysText(median, formats)}
      </Item>
    </dl>
  );
}

interface ItemProps {
  label: string;
  note: string;
  state: { data?: unknown; error: unknown };
  children: ReactNode;
}

function Item({ label, note, state, children }: ItemProps) {
  const known = state.data !== undefined;
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-3">{label}</dt>
      <dd className="font-display text-2xl">
        {known ? children : state.error ? "–" : <Skeleton className="my-1.5 h-6 w-28" />}
      </dd>
      <dd className="text-xs text-ink-3">{known ? note : "\u00a0"}</dd>
    </div>
  );
}

/* The first currency large, the others in a smaller line beneath. */
function Sums<Sum extends { currency: string }>({
  sums = [],
  of,
}: {
  sums?: readonly Sum[];
  of: (sum: Sum) => number;
}) {
  const formats = useFormats();
  const amounts = currenciesOf([sums], formats.homeCurrency).flatMap((currency): Money[] => {
    const sum = sumIn(sums, currency);
    return sum ? [{ currency, amount: of(sum) }] : [];
  });
  const [first, ...others] = amounts;
  if (!first) return <MoneyText short value={{ amount: 0, currency: formats.homeCurrency }} />;
  return (
    <>
      <MoneyText short value={first} />
      {others.length > 0 ? (
        <span className="flex flex-wrap gap-x-3 font-sans text-sm text-ink-2">
          {others.map((money) => (
            <MoneyText key={money.currency} short value={money} />
          ))}
        </span>
      ) : null}
    </>
  );
}
