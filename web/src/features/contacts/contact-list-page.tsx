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
import { useContactBulk } from "./contact-bulk.ts";
import { useContactCard, useContactColumns } from "./contact-columns.tsx";
import { useContactFields } from "./contact-filters.ts";
import { contacts } from "./contacts.ts";

const ContactPage = lazy(() =>
  import("./contact-page.tsx").then((module) => ({ default: module.ContactPage })),
);
const NewContactDialog = lazy(() =>
  import("./new-contact-dialog.tsx").then((module) => ({ default: module.NewContactDialog })),
);

/** The people of the directory. */
export function ContactListPage({ search }: { search: ListSearch }) {
  const { t } = useLingui();
  const mayCreate = useCan("contacts.create");
  const [creating, setCreating] = useState(false);
  const create = () => setCreating(true);
  useShortcuts(
    mayCreate ? [{ keys: "c", label: t`New contact`, group: t`On this page`, run: create }] : [],
  );
  const button = mayCreate ? (
    <Button variant="primary" onClick={create} aria-keyshortcuts="c">
      {t`New contact`}
    </Button>
  ) : null;
  return (
    <>
      <RecordList
        resource={contacts}
        title={t`Contacts`}
        unit={(count) => plural(count, { one: "contact", other: "contacts" })}
        search={search}
        bulk={useContactBulk()}
        record={(id) => <ContactPage id={id} />}
        columns={useContactColumns()}
        card={useContactCard()}
        fields={useContactFields()}
        views={useDirectoryViews()}
        defaultSort="name"
        actions={button}
        empty={
          <EmptyState
            title={t`No contacts yet`}
            action={
              <div className="flex gap-2">
                <a href="/imports" className={buttonClass("secondary")}>
                  {t`Import a file`}
                </a>
                {button}
              </div>
            }
          >
            <Trans>The people you sell to, with every address and number of theirs.</Trans>
          </EmptyState>
        }
        nothing={(clear) => (
          <EmptyState
            title={t`No contact matches`}
            action={<Button onClick={clear}>{t`Show all contacts`}</Button>}
          >
            <Trans>No contact fits this tab and these filters.</Trans>
          </EmptyState>
        )}
      />
      {creating ? (
        <Suspense>
          <NewContactDialog onClose={() => setCreating(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
