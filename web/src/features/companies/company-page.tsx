import { useLingui } from "@lingui/react/macro";
import type { Company } from "@/api/generated/types.gen.ts";
import { RelatedContacts } from "@/features/contacts/related-contacts.tsx";
import { RelatedDeals } from "@/features/deals/related-deals.tsx";
import { LifecycleText } from "@/features/records/lifecycle.tsx";
import { RecordPage } from "@/features/records/record-page.tsx";
import { RecordView } from "@/features/records/record-view.tsx";
import { useMayChange } from "@/features/records/use-may-change.ts";
import { companies } from "./companies.ts";
import { CompanyFacts } from "./company-facts.tsx";
import { place } from "./company-fields.tsx";
import { useCompanyWords } from "./company-words.ts";
import { RelatedCompanies } from "./related-companies.tsx";

/** A company: what it is, who works there, and the deals with it. */
export function CompanyPage({ id }: { id: string }) {
  return (
    <RecordPage resource={companies} id={id}>
      {(company) => <CompanyView key={company.id} company={company} />}
    </RecordPage>
  );
}

function CompanyView({ company }: { company: Company }) {
  const { t } = useLingui();
  return (
    <RecordView
      resource={companies}
      record={company}
      list={t`Companies`}
      subtitle={<CompanySubtitle company={company} />}
      words={useCompanyWords()}
      currency={company.annual_revenue_currency}
      mayChange={useMayChange("companies.update", company.owner_id)}
      mayTrash={useMayChange("companies.delete", company.owner_id)}
      side={(save) => <CompanyFacts company={company} save={save} />}
    >
      <RelatedContacts company={company} alive={!company.trashed_at} />
      <RelatedDeals
        field="company_id"
        id={company.id}
        start={
          company.trashed_at ? undefined : { company: { id: company.id, label: company.name } }
        }
      />
      <RelatedCompanies parentId={company.id} />
    </RecordView>
  );
}

function CompanySubtitle({ company }: { company: Company }) {
  const parts = [company.industry, place(company)].filter(Boolean);
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      <LifecycleText stage={company.lifecycle_stage} />
      {parts.length > 0 ? <bdi>{parts.join(" · ")}</bdi> : null}
    </span>
  );
}
