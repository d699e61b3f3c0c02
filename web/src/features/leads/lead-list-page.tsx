import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useState } from "react";
import type { ListSearch } from "@/features/records/list-search.ts";
import { RecordList } from "@/features/records/record-list.tsx";
import { useCan } from "@/features/session/session-context.tsx";
import { Button, buttonClass } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { useShortcuts } from "@/ui/shortcuts.ts";
import { useLeadBulk } from "./lead-bulk.ts";
import { useLeadCard, useLeadColumns } from "./lead-columns.tsx";
import { useLeadFields, useLeadViews } from "./lead-filters.ts";
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
  const mayCreate = useCan("leads.create");
  const mayImport = useCan("imports.create");
  const [creating, setCreating] = useState(false);
  const create = () => setCreating(true);
  useShortcuts(
    mayCreate ? [{ keys: "c", label: t`New lead`, group: t`On this page`, run: create }] : [],
  );
  const button = mayCreate ? (
    <Button variant="primary" onClick={create} aria-keyshortcuts="c">
      {t`New lead`}
    </Button>
  ) : null;
  return (
    <>
      <RecordList
        resource={leads}
        title={t`Leads`}
        unit={(count) => plural(count, { one: "lead", other: "leads" })}
        search={search}
        bulk={useLeadBulk()}
        record={(id) => <LeadPage id={id} />}
        columns={useLeadColumns()}
        card={useLeadCard()}
        fields={useLeadFields()}
        views={useLeadViews()}
        defaultSort="-created_at"
        actions={button}
        empty={
          <EmptyState
            title={t`No leads yet`}
            action={
              <div className="flex gap-2">
                {mayImport ? (
                  <a href="/imports" className={buttonClass("secondary")}>
                    {t`Import a file`}
                  </a>
                ) : null}
                {button}
              </div>
            }
          >
            <Trans>
              A lead is somebody who may become a customer. Write the first one down, or bring in a
              list.
            </Trans>
          </EmptyState>
        }
        nothing={(clear) => (
          <EmptyState
            title={t`No lead matches`}
            action={<Button onClick={clear}>{t`Show all leads`}</Button>}
          >
            <Trans>No lead that you can see fits this tab and these filters.</Trans>
          </EmptyState>
        )}
      />
      {creating ? (
        <Suspense>
          <NewLeadDialog onClose={() => setCreating(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
