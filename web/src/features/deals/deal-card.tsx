import { useLingui } from "@lingui/react/macro";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useNow } from "@/ui/format/use-now.ts";
import { dealAge } from "./deal-age.ts";
import type { Deal } from "./types.ts";

/** What a card says: what, to whom, how much, and how long it has waited. */
export function DealCard({
  deal,
  staleAfterDays,
  celebrated,
}: {
  deal: Deal;
  staleAfterDays: number | null;
  celebrated: boolean;
}) {
  const { t } = useLingui();
  const formats = useFormats();
  const now = useNow();
  return (
    <>
      <span className="min-w-0">
        <b className="block truncate font-semibold">
          <span className={celebrated ? "motion-mark" : undefined}>{deal.name}</span>
        </b>
        <span className="block truncate text-xs text-ink-2">{deal.company_name}</span>
      </span>
      <span className="flex items-baseline justify-between gap-2">
        {typeof deal.amount === "number" ? (
          <span className="truncate">
            {formats.money({ amount: deal.amount, currency: deal.currency })}
          </span>
        ) : (
          <span className="text-ink-3">{t`No amount`}</span>
        )}
        <Age deal={deal} today={formats.dayKey(now)} staleAfterDays={staleAfterDays} />
      </span>
    </>
  );
}

function Age({
  deal,
  today,
  staleAfterDays,
}: {
  deal: Deal;
  today: string;
  staleAfterDays: number | null;
}) {
  const { t } = useLingui();
  const formats = useFormats();
  const age = dealAge(deal, today, formats.dayKey, staleAfterDays);
  const days = formats.number(age.days);
  switch (age.kind) {
    case "late":
      return (
        <span className="shrink-0 text-bad" title={t`Expected to close ${days} days ago`}>
          {t`late ${days} d`}
        </span>
      );
    case "stale":
      return (
        <span className="shrink-0 text-warn" title={t`${days} days in this stage: too long`}>
          {t`stale ${days} d`}
        </span>
      );
    case "today":
      return (
        <span className="shrink-0 text-ink-3" title={t`In this stage since today`}>
          {t`today`}
        </span>
      );
    case "closed":
      return (
        <span className="shrink-0 text-ink-3">
          {deal.closed_at ? formats.dayShort(deal.closed_at) : null}
        </span>
      );
    default:
      return (
        <span className="shrink-0 text-ink-3" title={t`${days} days in this stage`}>
          {t`${days} d`}
        </span>
      );
  }
}
