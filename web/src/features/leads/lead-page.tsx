import { Trans, useLingui } from "@lingui/react/macro";
import type { Lead } from "@/api/generated/types.gen.ts";
import { RecordPage } from "@/features/records/record-page.tsx";
import { RecordView } from "@/features/records/record-view.tsx";
import { useCan, useSession } from "@/features/session/session-context.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { ConvertButton } from "./convert-button.tsx";
import { ClaimButton, ReleaseItem } from "./lead-actions.tsx";
import { LeadFacts } from "./lead-facts.tsx";
import { StatusText } from "./lead-status.tsx";
import { useLeadWords } from "./lead-words.ts";
import { leads } from "./leads.ts";
import { useUnconvert } from "./use-convert.ts";

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
  const { user } = useSession();
  const mayUpdate = useCan("leads.update");
  const mayDelete = useCan("leads.delete");
  const mayConvert = useCan("leads.convert");
  const converted = Boolean(lead.converted_at);
  const mine = lead.owner_id === user.id;
  return (
    <RecordView
      resource={leads}
      record={lead}
      list={t`Leads`}
      subtitle={<LeadSubtitle lead={lead} />}
      words={useLeadWords()}
      currency={lead.currency}
      mayChange={mayUpdate && !converted}
      mayTrash={mayDelete && !converted}
      banner={
        converted ? (
          <div className="mt-3">
            <Notice>
              <Trans>This lead was converted and is read-only.</Trans>{" "}
              <ConvertedLinks lead={lead} /> {mayConvert ? <Unconvert lead={lead} /> : null}
            </Notice>
          </div>
        ) : null
      }
      side={(save) => <LeadFacts lead={lead} save={save} />}
      actions={(save) => (
        <>
          <ClaimButton lead={lead} save={save} />
          <ConvertButton lead={lead} mayChange={Boolean(save)} />
        </>
      )}
      menu={(save) => (save && mine ? <ReleaseItem lead={lead} save={save} /> : null)}
    />
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

/* For who sees later than the toast stays that it was too early. */
function Unconvert({ lead }: { lead: Lead }) {
  const { t } = useLingui();
  const undo = useUnconvert();
  return (
    <button
      type="button"
      className="ms-2 underline touch:py-2"
      onClick={() => void undo(lead)}
    >{t`Undo the conversion`}</button>
  );
}

/* What became of the lead: the way on to each of them. */
function ConvertedLinks({ lead }: { lead: Lead }) {
  const { t } = useLingui();
  const links = [
    {
      href: `/contacts/${lead.converted_contact_id}`,
      id: lead.converted_contact_id,
      label: t`Contact`,
    },
    {
      href: `/companies/${lead.converted_company_id}`,
      id: lead.converted_company_id,
      label: t`Company`,
    },
    { href: `/deals/${lead.converted_deal_id}`, id: lead.converted_deal_id, label: t`Deal` },
  ].filter(({ id }) => id);
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      {links.map(({ href, label }) => (
        <a key={href} href={href} className="underline touch:py-2">
          {label}
        </a>
      ))}
    </span>
  );
}
