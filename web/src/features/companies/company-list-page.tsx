import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useState } from "react";
import { useDirectoryViews } from "@/features/records/directory-views.ts";
import type { ListSearch } from "@/features/records/list-search.ts";
import { RecordList } from "@/features/records/record-list.tsx";
import { useCan } from "@/features/session/session-context.tsx";
import { Button, buttonClass } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { useShortcuts } from "@/ui/shortcuts.ts";
import { companies } from "./companies.ts";
import { useCompanyBulk } from "./company-bulk.ts";
import { useCompanyCard, useCompanyColumns } from "./company-columns.tsx";
import { useCompanyFields } from "./company-filters.ts";

const CompanyPage = lazy(() =>
  import("./company-page.tsx").then((module) => ({ default: module.CompanyPage })),
);
const NewCompanyDialog = lazy(() =>
  import("./new-company-dialog.tsx").then((module) => ({ default: module.NewCompanyDialog })),
);

/** The companies of the directory. */
export function CompanyListPage({ search }: { search: ListSearch }) {
  const { t } = useLingui();
  const mayCreate = useCan("companies.create");
  const [creating, setCreating] = useState(false);
  const create = () => setCreating(true);
  useShortcuts(
    mayCreate ? [{ keys: "c", label: t`New company`, group: t`On this page`, run: create }] : [],
  );
  const button = mayCreate ? (
    <Button variant="primary" onClick={create} aria-keyshortcuts="c">
      {t`New company`}
    </Button>
  ) : null;
  return (
    <>
      <RecordList
        resource={companies}
        title={t`Companies`}
        unit={(count) => plural(count, { one: "company", other: "companies" })}
        search={search}
        bulk={useCompanyBulk()}
        record={(id) => <CompanyPage id={id} />}
        columns={useCompanyColumns()}
        card={useCompanyCard()}
        fields={useCompanyFields()}
        views={useDirectoryViews()}
        defaultSort="name"
        actions={button}
        empty={
          <EmptyState
            title={t`No companies yet`}
            action={
              <div className="flex gap-2">
                <a href="/imports" className={buttonClass("secondary")}>
                  {t`Import a file`}
                </a>
                {button}
              </div>
            }
          >
            <Trans>
              The companies you sell to, with the people who work there and the deals you have.
            </Trans>
          </EmptyState>
        }
        nothing={(clear) => (
          <EmptyState
            title={t`No company matches`}
            action={<Button onClick={clear}>{t`Show all companies`}</Button>}
          >
            <Trans>No company fits this tab and these filters.</Trans>
          </EmptyState>
        )}
      />
      {creating ? (
        <Suspense>
          <NewCompanyDialog onClose={() => setCreating(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
