import { Trans, useLingui } from "@lingui/react/macro";
import type { Lead } from "@/api/generated/types.gen.ts";
import { MeanwhileNotice } from "@/features/records/meanwhile-notice.tsx";
import { useNeighbours } from "@/features/records/neighbours.ts";
import { BackLink, RecordNav } from "@/features/records/record-nav.tsx";
import { RecordPage, TrashedNotice } from "@/features/records/record-page.tsx";
import { useSave } from "@/features/records/use-save.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { RecordTimeline } from "@/features/timeline/record-timeline.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { RecordLayout, RecordSection } from "@/ui/record/record-layout.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { LeadActions } from "./lead-actions.tsx";
import { LeadFacts } from "./lead-facts.tsx";
import { StatusText } from "./lead-status.tsx";
import { useLeadWords } from "./lead-words.ts";
import { leads } from "./leads.ts";

/** A lead: who it is, what it is worth, and what happened with it. */
export function LeadPage({ id }: { id: string }) {
  return (
    <RecordPage resource={leads} id={id}>
      {(lead) => <LeadView key={lead.id} lead={lead} />}
    </RecordPage>
  );
}

function LeadView({ lead }: { lead: Lead }) {
  const { t } = useLingui();
  const words = useLeadWords();
  const mayUpdate = useCan("leads.update");
  const mayRestore = useCan("leads.delete");
  const { save, meanwhile, dismiss } = useSave(leads, lead);
  const neighbours = useNeighbours("leads", lead.id);
  useTitle(lead.name);
  const saver = mayUpdate && !lead.trashed_at && !lead.converted_at ? save : undefined;
  return (
    <RecordLayout
      back={<BackLink href={neighbours.listHref}>{t`Leads`}</BackLink>}
      title={<bdi>{lead.name}</bdi>}
      subtitle={<LeadSubtitle lead={lead} />}
      actions={
        <>
          <RecordNav neighbours={neighbours} />
          <LeadActions lead={lead} save={saver} listHref={neighbours.listHref} />
        </>
      }
      banner={
        <>
          {lead.trashed_at ? (
            <TrashedNotice resource={leads} record={lead} mayRestore={mayRestore} />
          ) : null}
          {lead.converted_at ? (
            <div className="mt-3">
              <Notice>
                <Trans>This lead was converted and is read-only.</Trans>
              </Notice>
            </div>
          ) : null}
          <MeanwhileNotice
            noun="leads"
            id={lead.id}
            changes={meanwhile}
            words={words}
            currency={lead.currency}
            onDismiss={dismiss}
          />
        </>
      }
      side={<LeadFacts lead={lead} save={saver} />}
    >
      <RecordSection title={t`Timeline`}>
        <RecordTimeline
          noun="leads"
          id={lead.id}
          createdAt={lead.created_at}
          words={words}
          currency={lead.currency}
        />
      </RecordSection>
    </RecordLayout>
  );
}

function LeadSubtitle({ lead }: { lead: Lead }) {
  const parts = [lead.title, lead.company_name, lead.city].filter(Boolean);
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      <StatusText status={lead.status} />
      {parts.length > 0 ? <bdi>{parts.join(" · ")}</bdi> : null}
    </span>
  );
}
