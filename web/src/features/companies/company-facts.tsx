import { useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Company, CompanyPatch } from "@/api/generated/types.gen.ts";
import { CustomFacts } from "@/features/custom-fields/custom-facts.tsx";
import { InlineOwner } from "@/features/people/inline-owner.tsx";
import { PhoneLink, WebLink } from "@/features/records/contact-links.tsx";
import { useLifecycleOptions } from "@/features/records/lifecycle.tsx";
import { RecordLink } from "@/features/records/record-link.tsx";
import { recordQuery } from "@/features/records/record-queries.ts";
import type { Save } from "@/features/records/use-save.ts";
import { InlineTags } from "@/features/tags/inline-tags.tsx";
import { MomentText, useFormats } from "@/ui/format/format-context.tsx";
import { InlineMoney } from "@/ui/record/inline-money.tsx";
import { InlineRecord } from "@/ui/record/inline-record.tsx";
import { InlineSelect } from "@/ui/record/inline-select.tsx";
import { InlineText } from "@/ui/record/inline-text.tsx";
import { Property, PropertyList } from "@/ui/record/property.tsx";
import { RecordSection } from "@/ui/record/record-layout.tsx";
import { shortAddress } from "@/ui/short-address.ts";
import { companies } from "./companies.ts";
import { findCompanies } from "./find-companies.ts";

type SaveCompany = Save<Company, CompanyPatch> | undefined;
type TextField = Extract<
  keyof CompanyPatch,
  "domain" | "website" | "phone" | "industry" | "address" | "city" | "country" | "description"
>;

/** What is known about a company, each fact edited where it stands. */
export function CompanyFacts({ company, save }: { company: Company; save: SaveCompany }) {
  const { t } = useLingui();
  const { homeCurrency } = useFormats();
  const currency = company.annual_revenue_currency ?? homeCurrency;
  const text = (field: TextField) => ({
    value: company[field] ?? null,
    onSave: save && ((value: string | null) => save({ [field]: value })),
  });
  return (
    <>
      <RecordSection title={t`Company`}>
        <PropertyList>
          <InlineText
            label={t`Name`}
            value={company.name}
            onSave={save && ((value) => save({ name: value ?? "" }))}
          />
          <InlineText
            label={t`Website`}
            {...text("website")}
            format={shortAddress}
            action={<WebLink address={company.website ?? company.domain} />}
          />
          <InlineText label={t`Domain`} {...text("domain")} />
          <InlineText
            label={t`Phone`}
            type="tel"
            {...text("phone")}
            action={<PhoneLink number={company.phone} />}
          />
          <InlineText label={t`Address`} type="multiline" {...text("address")} />
          <InlineText label={t`City`} {...text("city")} />
          <InlineText label={t`Country`} {...text("country")} />
          <ParentFact company={company} save={save} />
        </PropertyList>
      </RecordSection>
      <RecordSection title={t`Size`}>
        <PropertyList>
          <InlineText label={t`Industry`} {...text("industry")} />
          <NumberFact
            label={t`Employees`}
            value={company.employees}
            grouped
            onSave={save && ((employees) => save({ employees }))}
          />
          <InlineMoney
            label={t`Revenue`}
            amount={company.annual_revenue ?? null}
            currency={currency}
            onSave={
              save &&
              ((annual_revenue) => save({ annual_revenue, annual_revenue_currency: currency }))
            }
          />
          <NumberFact
            label={t`Founded`}
            value={company.founded_year}
            onSave={save && ((founded_year) => save({ founded_year }))}
          />
        </PropertyList>
      </RecordSection>
      <CustomFacts noun="company" record={company} editable={save !== undefined} />
      <RecordSection title={t`Sales`}>
        <PropertyList>
          <InlineSelect
            label={t`Stage of life`}
            value={company.lifecycle_stage}
            options={useLifecycleOptions()}
            onSave={save && ((lifecycle_stage) => save({ lifecycle_stage }))}
          />
          <InlineOwner
            ownerId={company.owner_id}
            nobody={t`Nobody`}
            onSave={save && ((owner_id) => save({ owner_id }))}
          />
          <InlineTags noun="companies" record={company} editable={save !== undefined} />
          <InlineText label={t`Description`} type="multiline" {...text("description")} />
          <Property label={t`Created`} more>
            <MomentText value={company.created_at} />
          </Property>
          <Property label={t`Changed`} more>
            <MomentText value={company.updated_at} />
          </Property>
        </PropertyList>
      </RecordSection>
    </>
  );
}

/* A whole number: people write it with the separators of their country. */
function NumberFact({
  label,
  value,
  grouped,
  onSave,
}: {
  label: string;
  value: number | null | undefined;
  grouped?: boolean;
  onSave: ((value: number | null) => Promise<unknown>) | undefined;
}) {
  const { t } = useLingui();
  const formats = useFormats();
  const digits = (text: string) => text.replace(/[\s.,'’\u00a0\u202f]/g, "");
  return (
    <InlineText
      label={label}
      value={value == null ? null : String(value)}
      format={(text) => (grouped ? formats.number(Number(text)) : text)}
      validate={(text) => (/^\d{1,9}$/.test(digits(text)) ? null : t`Write a whole number.`)}
      onSave={onSave && ((text) => onSave(text === null ? null : Number(digits(text))))}
    />
  );
}

function ParentFact({ company, save }: { company: Company; save: SaveCompany }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const parentId = company.parent_id ?? "";
  const parent = useQuery({
    ...recordQuery(client, companies, parentId),
    enabled: parentId !== "",
  }).data;
  return (
    <InlineRecord
      label={t`Belongs to`}
      value={parentId ? { id: parentId, label: parent?.name ?? "…" } : null}
      find={findCompanies}
      action={
        parentId ? (
          <RecordLink href={`/companies/${parentId}`} name={parent?.name ?? t`the company`} />
        ) : null
      }
      onSave={save && ((chosen) => save({ parent_id: chosen?.id ?? null }))}
    />
  );
}
