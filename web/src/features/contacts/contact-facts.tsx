import { useLingui } from "@lingui/react/macro";
import type { Contact, ContactPatch } from "@/api/generated/types.gen.ts";
import { findCompanies } from "@/features/companies/find-companies.ts";
import { CustomFacts } from "@/features/custom-fields/custom-facts.tsx";
import { InlineOwner } from "@/features/people/inline-owner.tsx";
import { MailLink, PhoneLink, WebLink } from "@/features/records/contact-links.tsx";
import { useLifecycleOptions } from "@/features/records/lifecycle.tsx";
import { RecordLink } from "@/features/records/record-link.tsx";
import type { Save } from "@/features/records/use-save.ts";
import { InlineTags } from "@/features/tags/inline-tags.tsx";
import { MomentText } from "@/ui/format/format-context.tsx";
import { InlineRecord } from "@/ui/record/inline-record.tsx";
import { InlineSelect } from "@/ui/record/inline-select.tsx";
import { InlineText } from "@/ui/record/inline-text.tsx";
import { Property, PropertyList } from "@/ui/record/property.tsx";
import { RecordSection } from "@/ui/record/record-layout.tsx";
import { shortAddress } from "@/ui/short-address.ts";
import { ContactPoints } from "./contact-points.tsx";

type TextField = Extract<keyof ContactPatch, "title" | "source" | "linkedin_url" | "description">;

/** What is known about a contact, each fact edited where it stands. */
export function ContactFacts({
  contact,
  save,
}: {
  contact: Contact;
  save: Save<Contact, ContactPatch> | undefined;
}) {
  const { t } = useLingui();
  const text = (field: TextField) => ({
    value: contact[field] ?? null,
    onSave: save && ((value: string | null) => save({ [field]: value })),
  });
  return (
    <>
      <RecordSection title={t`Reach`}>
        <PropertyList>
          <ContactPoints
            label={t`E-mail`}
            one={t`address`}
            type="email"
            points={contact.emails}
            link={(address) => <MailLink address={address} />}
            onSave={save && ((emails) => save({ emails }))}
          />
          <ContactPoints
            label={t`Phone`}
            one={t`number`}
            type="tel"
            points={contact.phones}
            link={(number) => <PhoneLink number={number} />}
            onSave={save && ((phones) => save({ phones }))}
          />
          <InlineText
            label={t`LinkedIn`}
            {...text("linkedin_url")}
            format={shortAddress}
            action={<WebLink address={contact.linkedin_url} />}
          />
        </PropertyList>
      </RecordSection>
      <RecordSection title={t`Person`}>
        <PropertyList>
          <InlineText
            label={t`First name`}
            more
            value={contact.first_name}
            onSave={save && ((value) => save({ first_name: value ?? "" }))}
          />
          <InlineText
            label={t`Last name`}
            more
            value={contact.last_name}
            onSave={save && ((value) => save({ last_name: value ?? "" }))}
          />
          <InlineText label={t`Position`} {...text("title")} />
          <InlineRecord
            label={t`Company`}
            value={
              contact.company_id
                ? { id: contact.company_id, label: contact.company_name ?? "…" }
                : null
            }
            find={findCompanies}
            action={
              contact.company_id ? (
                <RecordLink
                  href={`/companies/${contact.company_id}`}
                  name={contact.company_name ?? t`the company`}
                />
              ) : null
            }
            onSave={
              save &&
              ((company) =>
                save({ company_id: company?.id ?? null }, { company_name: company?.label ?? null }))
            }
          />
        </PropertyList>
      </RecordSection>
      <CustomFacts noun="contact" record={contact} editable={save !== undefined} />
      <RecordSection title={t`Sales`}>
        <PropertyList>
          <InlineSelect
            label={t`Stage of life`}
            value={contact.lifecycle_stage}
            options={useLifecycleOptions()}
            onSave={save && ((lifecycle_stage) => save({ lifecycle_stage }))}
          />
          <InlineOwner
            ownerId={contact.owner_id}
            nobody={t`Nobody`}
            onSave={save && ((owner_id) => save({ owner_id }))}
          />
          <InlineTags noun="contacts" record={contact} editable={save !== undefined} />
          <InlineText label={t`Source`} {...text("source")} />
          <InlineText label={t`Description`} type="multiline" {...text("description")} />
          <Property label={t`Created`} more>
            <MomentText value={contact.created_at} />
          </Property>
          <Property label={t`Changed`} more>
            <MomentText value={contact.updated_at} />
          </Property>
        </PropertyList>
      </RecordSection>
    </>
  );
}
