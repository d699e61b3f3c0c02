import { useLingui } from "@lingui/react/macro";
import type { Lead, LeadPatch } from "@/api/generated/types.gen.ts";
import { CustomFacts } from "@/features/custom-fields/custom-facts.tsx";
import { InlineOwner } from "@/features/people/inline-owner.tsx";
import { MailLink, PhoneLink, WebLink } from "@/features/records/contact-links.tsx";
import { InlineTags } from "@/features/tags/inline-tags.tsx";
import { MomentText, useFormats } from "@/ui/format/format-context.tsx";
import { InlineMoney } from "@/ui/record/inline-money.tsx";
import { InlineSelect } from "@/ui/record/inline-select.tsx";
import { InlineText } from "@/ui/record/inline-text.tsx";
import { Property, PropertyList } from "@/ui/record/property.tsx";
import { RecordSection } from "@/ui/record/record-layout.tsx";
import { useStatusOptions } from "./lead-status.tsx";
import { Score } from "./score.tsx";

/** Saves some fields of the lead; missing when nothing may be changed. */
export type SaveLead = ((patch: LeadPatch) => Promise<unknown>) | undefined;

type TextField = Extract<
  keyof LeadPatch,
  | "company_name"
  | "title"
  | "email"
  | "phone"
  | "source"
  | "city"
  | "country"
  | "website"
  | "description"
>;

/** What is known about a lead, each fact edited where it stands. */
export function LeadFacts({ lead, save }: { lead: Lead; save: SaveLead }) {
  const { t } = useLingui();
  const { homeCurrency } = useFormats();
  const currency = lead.currency ?? homeCurrency;
  const text = (field: TextField) => ({
    value: lead[field] ?? null,
    onSave: save && ((value: string | null) => save({ [field]: value })),
  });
  return (
    <>
      <RecordSection title={t`Lead`}>
        <PropertyList>
          <InlineSelect
            label={t`Status`}
            value={lead.status}
            options={useStatusOptions(lead.status === "converted")}
            onSave={save && ((status) => save({ status }))}
          />
          <InlineOwner
            ownerId={lead.owner_id}
            nobody={t`Nobody (the pool)`}
            onSave={save && ((owner_id) => save({ owner_id }))}
          />
          <InlineText
            label={t`Score`}
            value={String(lead.score)}
            format={(value) => <Score value={Number(value)} />}
            validate={(value) =>
              /^\d{1,3}$/.test(value) && Number(value) <= 100 ? null : t`A score is 0 to 100.`
            }
            onSave={save && ((value) => save({ score: Number(value ?? 0) }))}
          />
          <InlineMoney
            label={t`Amount`}
            amount={lead.amount ?? null}
            currency={currency}
            onSave={save && ((amount) => save({ amount, currency }))}
          />
          <InlineTags noun="leads" record={lead} editable={save !== undefined} />
          <InlineText label={t`Source`} {...text("source")} />
        </PropertyList>
      </RecordSection>
      <RecordSection title={t`Person`}>
        <PropertyList>
          <InlineText
            label={t`First name`}
            more
            value={lead.first_name}
            onSave={save && ((value) => save({ first_name: value ?? "" }))}
          />
          <InlineText
            label={t`Last name`}
            more
            value={lead.last_name}
            onSave={save && ((value) => save({ last_name: value ?? "" }))}
          />
          <InlineText
            label={t`E-mail`}
            type="email"
            {...text("email")}
            action={<MailLink address={lead.email} />}
          />
          <InlineText
            label={t`Phone`}
            type="tel"
            {...text("phone")}
            action={<PhoneLink number={lead.phone} />}
          />
          <InlineText label={t`Position`} {...text("title")} />
          <InlineText label={t`Company`} {...text("company_name")} />
          <InlineText
            label={t`Website`}
            {...text("website")}
            action={<WebLink address={lead.website} />}
          />
          <InlineText label={t`City`} {...text("city")} />
          <InlineText label={t`Country`} {...text("country")} />
        </PropertyList>
      </RecordSection>
      <CustomFacts noun="lead" record={lead} editable={save !== undefined} />
      <RecordSection title={t({ message: "About", context: "of a lead" })}>
        <PropertyList>
          <InlineText label={t`Description`} type="multiline" {...text("description")} />
          <Property label={t`Created`} more>
            <MomentText value={lead.created_at} />
          </Property>
          <Property label={t`Changed`} more>
            <MomentText value={lead.updated_at} />
          </Property>
        </PropertyList>
      </RecordSection>
    </>
  );
}
