import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { lazy } from "react";
import { useCustomColumns } from "@/features/custom-fields/custom-columns.tsx";
import { useOwnerOptions } from "@/features/people/owner-options.tsx";
import { NoRecordFits, NoRecordsYet, useNewRecord } from "@/features/records/list-page.tsx";
import type { ListSearch } from "@/features/records/list-search.ts";
import { RecordList } from "@/features/records/record-list.tsx";
import { useUsualViews } from "@/features/records/usual-views.ts";
import { useLeadCard, useLeadFields } from "./lead-fields.tsx";
import { leads } from "./leads.ts";

const LeadPage = lazy(() =>
  import("./lead-page.tsx").then((module) => ({ default: module.LeadPage })),
);
const NewLeadDialog = lazy(() =>
  import("./new-lead-dialog.tsx").then((module) => ({ default: module.NewLeadDialog })),
);

/** All leads that this person sees. */
export function LeadListPage({ search }: { search: ListSearch }) {
  const { t } = useLingui();
  const fresh = useNewRecord("leads.create", t`New lead`, (close) => (
    <NewLeadDialog onClose={close} />
  ));
  const views = useUsualViews();
  const fields = [...useLeadFields(), ...useCustomColumns("lead")];
  return (
    <>
      <RecordList
        resource={leads}
        singular="lead"
        title={t`Leads`}
        unit={(count) => plural(count, { one: "lead", other: "leads" })}
        counted={(count) => plural(count, { one: "# lead", other: "# leads" })}
        owners={useOwnerOptions(t`Nobody (the pool)`)}
        search={search}
        record={(id) => <LeadPage id={id} />}
        fields={fields}
        card={useLeadCard()}
        views={[views.all, views.mine, views.pool, views.fresh]}
        defaultSort="-created_at"
        actions={fresh.button}
        empty={
          <NoRecordsYet title={t`No leads yet`} button={fresh.button}>
            <Trans>
              A lead is somebody who may become a customer. Write the first one down, or bring in a
              list.
            </Trans>
          </NoRecordsYet>
        }
        nothing={(clear) => (
          <NoRecordFits title={t`No lead matches`} all={t`Show all leads`} onAll={clear}>
            <Trans>No lead that you can see fits this tab and these filters.</Trans>
          </NoRecordFits>
        )}
      />
      {fresh.open}
    </>
  );
}
