import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { compareText } from "@/i18n/i18n.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Figure } from "@/ui/page-header.tsx";
import { addUp } from "./board-cache.ts";
import type { BoardData, StageSum } from "./types.ts";

/** The board in a sentence: open, weighted and how many; currencies side by side, never added up. */
export function PipelineSummary({ board }: { board: BoardData }) {
  const formats = useFormats();
  const open = board.columns.filter(({ stage }) => !stage || stage.kind === "open");
  const sums = homeFirst(addUp(open), formats.homeCurrency);
  const count = open.reduce((sum, column) => sum + column.count, 0);
  const list = (amount: (sum: StageSum) => number) =>
    formats.moneyList(sums.map((sum) => ({ amount: amount(sum), currency: sum.currency })));
  const deals = (
    <>
      {formats.number(count)} <Plural value={count} one="deal" other="deals" />
    </>
  );
  if (sums.length === 0) return deals;
  return (
    <Trans>
      <Figure>{list((sum) => sum.amount)}</Figure> open,{" "}
      <Figure>{list((sum) => sum.weighted)}</Figure> weighted, {deals}
    </Trans>
  );
}

/** The workspace's own currency first, then the others by their letters. */
export function homeFirst(sums: readonly StageSum[], home: string): StageSum[] {
  return [...sums].sort(
    (a, b) =>
      Number(b.currency === home) - Number(a.currency === home) ||
      compareText(a.currency, b.currency),
  );
}

/** What a column is worth, in full and weighted, currency by currency; the exact figures are its title. */
export function ColumnSums({ sums, weighted }: { sums: readonly StageSum[]; weighted: boolean }) {
  const { t } = useLingui();
  const formats = useFormats();
  const known = homeFirst(
    sums.filter((sum) => sum.amount !== 0),
    formats.homeCurrency,
  );
  if (known.length === 0) return <span className="text-ink-3">{t`No amounts`}</span>;
  const parts = known.map(({ currency, weighted: amount }) => ({ currency, amount }));
  const exact = formats.moneyList(known, false);
  const exactParts = formats.moneyList(parts, false);
  return (
    <span
      title={weighted ? t`${exact}, weighted ${exactParts}` : exact}
      className="flex flex-wrap gap-x-3"
    >
      {known.map((sum, at) => (
        <span key={sum.currency} className="whitespace-nowrap">
          {formats.moneyShort(sum)}
          {weighted ? (
            <span className="text-ink-3">
              {" "}
              {t`weighted ${formats.moneyShort(parts[at] ?? sum)}`}
            </span>
          ) : null}
        </span>
      ))}
    </span>
  );
}
