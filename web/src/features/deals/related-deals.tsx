import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { listDeals } from "@/api/generated/sdk.gen.ts";
import type { Deal } from "@/api/generated/types.gen.ts";
import { findStage, pipelinesQuery, stageColor } from "@/features/pipelines/pipelines.ts";
import { RelatedList } from "@/features/records/related-list.tsx";
import type { PageParams } from "@/features/records/resource.ts";
import { Swatch } from "@/ui/chip.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";

const page = async (query: PageParams, signal: AbortSignal) =>
  (await listDeals({ query, signal, throwOnError: true })).data;

/** The deals of a company or with a contact, the newest first. */
export function RelatedDeals({
  field,
  id,
  action,
}: {
  field: "company_id" | "contact_id";
  id: string;
  action?: ReactNode;
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
      action={action}
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
