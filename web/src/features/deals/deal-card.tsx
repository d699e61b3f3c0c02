import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { stageColor } from "@/features/pipelines/pipelines.ts";
import type { Stage } from "@/features/pipelines/types.ts";
import { Swatch } from "@/ui/chip.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useNow } from "@/ui/format/use-now.ts";
import { dealAge } from "./deal-age.ts";
import type { Deal } from "./types.ts";

/** What a card says: what, to whom, how much, how long it has waited and when it should close. */
export function DealCard({
  deal,
  stage,
  showStage,
  celebrated,
}: {
  deal: Deal;
  stage: Stage | undefined;
  /** The columns are no stages: the card says its own. */
  showStage: boolean;
  celebrated: boolean;
}) {
  const { t } = useLingui();
  const formats = useFormats();
  const now = useNow();
  const age = dealAge(deal, formats.dayKey(now), formats.dayKey, stage?.stale_after_days ?? null);
  return (
    <>
      <span className="min-w-0">
        <b dir="auto" className="block truncate font-semibold">
          <span className={celebrated ? "motion-mark" : undefined}>{deal.name}</span>
        </b>
        <span className="flex items-baseline justify-between gap-2 text-xs text-ink-2">
          <span className="flex min-w-0 items-center gap-1.5">
            {showStage && stage ? (
              <>
                <Swatch color={stageColor(stage)} />
                <span dir="auto" className="truncate">
                  {stage.name}
                </span>
              </>
            ) : (
              <span dir="auto" className="truncate">
                {deal.company_name}
              </span>
            )}
          </span>
          <Here age={age} />
        </span>
      </span>
      <span className="flex items-baseline justify-between gap-2">
        {typeof deal.amount === "number" ? (
          <span className="truncate">
            {formats.money({ amount: deal.amount, currency: deal.currency })}
          </span>
        ) : (
          <span className="text-ink-3">{t`No amount`}</span>
        )}
        <Close deal={deal} lateDays={age.lateDays} />
      </span>
    </>
  );
}

/* How long it stands in its stage: too long is said in a word, not by colour alone. */
function Here({ age }: { age: ReturnType<typeof dealAge> }) {
  const { t } = useLingui();
  const formats = useFormats();
  const days = formats.number(age.hereDays ?? 0);
  if (age.hereDays === null) return null;
  if (age.isStale)
    return (
      <span
        className="shrink-0 rounded-s bg-warn-soft px-1 font-medium text-warn"
        title={plural(age.hereDays, {
          one: "# day in this stage: too long",
          other: "# days in this stage: too long",
        })}
      >
        {t`stale ${days} d`}
      </span>
    );
  return age.hereDays === 0 ? (
    <span className="shrink-0 text-ink-3" title={t`In this stage since today`}>
      {t`today`}
    </span>
  ) : (
    <span
      className="shrink-0 text-ink-3"
      title={plural(age.hereDays, { one: "# day in this stage", other: "# days in this stage" })}
    >
      {t`${days} d`}
    </span>
  );
}

function Close({ deal, lateDays }: { deal: Deal; lateDays: number }) {
  const { t } = useLingui();
  const formats = useFormats();
  if (deal.closed_at)
    return <span className="shrink-0 text-xs text-ink-3">{formats.dayShort(deal.closed_at)}</span>;
  if (!deal.expected_close_date) return null;
  const day = formats.date(deal.expected_close_date);
  const days = formats.number(lateDays);
  return lateDays > 0 ? (
    <span className="shrink-0 text-xs text-bad" title={t`Expected to close on ${day}`}>
      {t`late ${days} d`}
    </span>
  ) : (
    <span className="shrink-0 text-xs text-ink-3" title={t`Expected to close on ${day}`}>
      {formats.dateShort(deal.expected_close_date)}
    </span>
  );
}
