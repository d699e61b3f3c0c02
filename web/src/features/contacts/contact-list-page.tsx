import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { lazy } from "react";
import { useCustomColumns } from "@/features/custom-fields/custom-columns.tsx";
import { useOwnerOptions } from "@/features/people/owner-options.tsx";
import { NoRecordFits, NoRecordsYet, useNewRecord } from "@/features/records/list-page.tsx";
import type { ListSearch } from "@/features/records/list-search.ts";
import { RecordList } from "@/features/records/record-list.tsx";
import { useUsualViews } from "@/features/records/usual-views.ts";
import { useContactCard, useContactFields } from "./contact-fields.tsx";
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
  const fresh = useNewRecord("contacts.create", t`New contact`, (close) => (
    <NewContactDialog onClose={close} />
  ));
  const views = useUsualViews();
  const fields = [...useContactFields(), ...useCustomColumns("contact")];
  return (
    <>
      <RecordList
        resource={contacts}
        singular="contact"
        title={t`Contacts`}
        unit={(count) => plural(count, { one: "contact", other: "contacts" })}
        counted={(count) => plural(count, { one: "# contact", other: "# contacts" })}
        owners={useOwnerOptions(t`Nobody`)}
        search={search}
        record={(id) => <ContactPage id={id} />}
        fields={fields}
        card={useContactCard()}
        views={[views.all, views.mine, views.customers, views.fresh]}
        defaultSort="name"
        actions={fresh.button}
        empty={
          <NoRecordsYet title={t`No contacts yet`} button={fresh.button}>
            <Trans>The people you sell to, with every address and number of theirs.</Trans>
          </NoRecordsYet>
        }
        nothing={(clear) => (
          <NoRecordFits title={t`No contact matches`} all={t`Show all contacts`} onAll={clear}>
            <Trans>No contact fits this tab and these filters.</Trans>
          </NoRecordFits>
        )}
      />
      {fresh.open}
    </>
  );
}
