import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { listDeals } from "@/api/generated/sdk.gen.ts";
import type { Deal } from "@/api/generated/types.gen.ts";
import { findStage, pipelinesQuery, stageColor } from "@/features/pipelines/pipelines.ts";
import type { Pipeline } from "@/features/pipelines/types.ts";
import { RelatedList } from "@/features/records/related-list.tsx";
import type { PageParams } from "@/features/records/resource.ts";
import { useGo } from "@/features/records/use-go.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { Swatch } from "@/ui/chip.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { DealStart } from "./new-deal-dialog.tsx";

const NewDealDialog = lazy(() =>
  import("./new-deal-dialog.tsx").then((module) => ({ default: module.NewDealDialog })),
);

const page = async (query: PageParams, signal: AbortSignal) =>
  (await listDeals({ query, signal, throwOnError: true })).data;

/** The deals of a company or with a contact, the newest first. */
export function RelatedDeals({
  field,
  id,
  start,
}: {
  field: "company_id" | "contact_id";
  id: string;
  /** What a deal that is made here begins with; without it none is made here. */
  start?: DealStart;
}) {
  const { t } = useLingui();
  const formats = useFormats();
  const pipelines = useQuery(pipelinesQuery).data ?? [];
  return (
    <RelatedList<Deal>
      title={t`Deals`}
      name="deals"
      filter={{ field, value: id }}
      page={page}
      action={start ? <NewDealButton start={start} pipeline={pipelines[0]} /> : null}
      empty={t`No deals yet.`}
      row={(deal) => {
        const stage = findStage(pipelines, deal.stage_id);
        const closing = deal.closed_at?.slice(0, 10) ?? deal.expected_close_date;
        return {
          href: `/deals/${deal.id}`,
          before: <Swatch color={stage ? stageColor(stage) : "var(--line-strong)"} />,
          title: deal.name,
          detail: stage?.name,
          end: (
            <>
              <div className="font-medium">
                {deal.amount == null
                  ? "–"
                  : formats.money({ amount: deal.amount, currency: deal.currency })}
              </div>
              {closing ? <div className="text-xs text-ink-3">{formats.date(closing)}</div> : null}
            </>
          ),
        };
      }}
    />
  );
}

function NewDealButton({ start, pipeline }: { start: DealStart; pipeline: Pipeline | undefined }) {
  const { t } = useLingui();
  const go = useGo();
  const may = useCan("deals.create");
  const [making, setMaking] = useState(false);
  if (!may || !pipeline) return null;
  return (
    <>
      <Button size="sm" variant="ghost" onClick={() => setMaking(true)}>
        {t`New deal`}
      </Button>
      {making ? (
        <Suspense>
          <NewDealDialog
            pipeline={pipeline}
            start={start}
            onClose={() => setMaking(false)}
            onMade={(deal) => go(`/deals/${deal.id}`)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
