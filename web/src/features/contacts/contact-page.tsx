import { useLingui } from "@lingui/react/macro";
import type { Contact } from "@/api/generated/types.gen.ts";
import type { DealStart } from "@/features/deals/new-deal-dialog.tsx";
import { RelatedDeals } from "@/features/deals/related-deals.tsx";
import { LifecycleText } from "@/features/records/lifecycle.tsx";
import { RecordPage } from "@/features/records/record-page.tsx";
import { RecordView } from "@/features/records/record-view.tsx";
import { useMayChange } from "@/features/records/use-may-change.ts";
import { ContactFacts } from "./contact-facts.tsx";
import { useContactWords } from "./contact-words.ts";
import { contacts } from "./contacts.ts";

/** A contact: how to reach them, where they work, what is going on with them. */
export function ContactPage({ id }: { id: string }) {
  return (
    <RecordPage resource={contacts} id={id}>
      {(contact) => <ContactView key={contact.id} contact={contact} />}
    </RecordPage>
  );
}

function ContactView({ contact }: { contact: Contact }) {
  const { t } = useLingui();
  return (
    <RecordView
      resource={contacts}
      record={contact}
      list={t`Contacts`}
      subtitle={<ContactSubtitle contact={contact} />}
      words={useContactWords(contact)}
      mayChange={useMayChange("contacts.update", contact.owner_id)}
      mayTrash={useMayChange("contacts.delete", contact.owner_id)}
      side={(save) => <ContactFacts contact={contact} save={save} />}
    >
      <RelatedDeals
        field="contact_id"
        id={contact.id}
        start={contact.trashed_at ? undefined : dealWith(contact)}
      />
    </RecordView>
  );
}

/* What a deal with this contact begins with. */
function dealWith({ id, name, company_id, company_name }: Contact): DealStart {
  return {
    contact: { id, label: name },
    company: company_id && company_name ? { id: company_id, label: company_name } : null,
  };
}

function ContactSubtitle({ contact }: { contact: Contact }) {
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      <LifecycleText stage={contact.lifecycle_stage} />
      {contact.title ? <bdi>{contact.title}</bdi> : null}
      {contact.company_id && contact.company_name ? (
        <a href={`/companies/${contact.company_id}`} className="hover:underline">
          <bdi>{contact.company_name}</bdi>
        </a>
      ) : null}
    </span>
  );
}
