import { useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { RecordPanel } from "@/ui/record/record-panel.tsx";
import { dealQuery } from "./deal-cache.ts";
import { DealFacts } from "./deal-facts.tsx";
import { DealMenu } from "./deal-menu.tsx";
import { DealSubtitle } from "./deal-subtitle.tsx";
import { DealTimeline } from "./deal-timeline.tsx";
import { errorText } from "./errors.ts";

/** A deal beside the board: its facts, what happened, and what to note down. */
export function DealPanel({ dealId, onClose }: { dealId: string; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { data: deal, error } = useQuery(dealQuery(client, dealId));
  return (
    <RecordPanel
      title={deal?.name ?? (error ? t`Nothing is here` : t`Loading`)}
      subtitle={deal ? <DealSubtitle deal={deal} /> : null}
      href={`/deals/${dealId}`}
      actions={deal ? <DealMenu deal={deal} onGone={onClose} /> : null}
      onClose={onClose}
    >
      {deal ? (
        <>
          <DealFacts key={deal.id} deal={deal} />
          <h3 className="pt-5 pb-2 text-sm font-semibold">{t`Timeline`}</h3>
          <DealTimeline key={`${deal.id} timeline`} deal={deal} />
        </>
      ) : error ? (
        <p className="text-ink-2">{errorText(error)}</p>
      ) : (
        <SkeletonLines count={6} label={t`Loading`} />
      )}
    </RecordPanel>
  );
}
