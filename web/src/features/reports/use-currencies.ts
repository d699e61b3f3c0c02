import { useQuery } from "@tanstack/react-query";
import { useFormats } from "@/ui/format/format-context.tsx";
import { currenciesOf } from "./currencies.ts";
import { pipelineReport, wonLostReport } from "./report-queries.ts";
import type { Asked } from "./report-search.ts";

/** The currencies that occur in the figures, the workspace's own first, and the one that charts of money are of. */
export function useCurrencies(asked: Asked, chosen: string | undefined) {
  const { homeCurrency } = useFormats();
  const open = useQuery(pipelineReport(asked)).data?.figures;
  const closed = useQuery(wonLostReport(asked)).data?.figures.total;
  const currencies = currenciesOf(
    [open?.total ?? [], closed?.won_sums ?? [], closed?.lost_sums ?? []],
    homeCurrency,
  );
  const currency = currencies.find((code) => code === chosen) ?? currencies[0] ?? homeCurrency;
  return { currencies, currency };
}
