import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { lazy } from "react";
import { useCustomColumns } from "@/features/custom-fields/custom-columns.tsx";
import { useOwnerOptions } from "@/features/people/owner-options.tsx";
import { NoRecordFits, NoRecordsYet, useNewRecord } from "@/features/records/list-page.tsx";
import type { ListSearch } from "@/features/records/list-search.ts";
import { RecordList } from "@/features/records/record-list.tsx";
import { useUsualViews } from "@/features/records/usual-views.ts";
import { companies } from "./companies.ts";
import { useCompanyCard, useCompanyFields } from "./company-fields.tsx";

const CompanyPage = lazy(() =>
  import("./company-page.tsx").then((module) => ({ default: module.CompanyPage })),
);
const NewCompanyDialog = lazy(() =>
  import("./new-company-dialog.tsx").then((module) => ({ default: module.NewCompanyDialog })),
);

/** The companies of the directory. */
export function CompanyListPage({ search }: { search: ListSearch }) {
  const { t } = useLingui();
  const fresh = useNewRecord("companies.create", t`New company`, (close) => (
    <NewCompanyDialog onClose={close} />
  ));
  const views = useUsualViews();
  const fields = [...useCompanyFields(), ...useCustomColumns("company")];
  return (
    <>
      <RecordList
        resource={companies}
        singular="company"
        title={t`Companies`}
        unit={(count) => plural(count, { one: "company", other: "companies" })}
        counted={(count) => plural(count, { one: "# company", other: "# companies" })}
        owners={useOwnerOptions(t`Nobody`)}
        search={search}
        record={(id) => <CompanyPage id={id} />}
        fields={fields}
        card={useCompanyCard()}
        views={[views.all, views.mine, views.customers, views.fresh]}
        defaultSort="name"
        actions={fresh.button}
        empty={
          <NoRecordsYet title={t`No companies yet`} button={fresh.button}>
            <Trans>
              The companies you sell to, with the people who work there and the deals you have.
            </Trans>
          </NoRecordsYet>
        }
        nothing={(clear) => (
          <NoRecordFits title={t`No company matches`} all={t`Show all companies`} onAll={clear}>
            <Trans>No company fits this tab and these filters.</Trans>
          </NoRecordFits>
        )}
      />
      {fresh.open}
    </>
  );
}
