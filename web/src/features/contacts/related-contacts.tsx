import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import type { Contact } from "@/api/generated/types.gen.ts";
import { RelatedList } from "@/features/records/related-list.tsx";
import { useCan } from "@/features/session/session-context.tsx";
import { Avatar } from "@/ui/avatar.tsx";
import { Button } from "@/ui/button.tsx";
import { contacts } from "./contacts.ts";

const NewContactDialog = lazy(() =>
  import("./new-contact-dialog.tsx").then((module) => ({ default: module.NewContactDialog })),
);

/** The people who work at a company. */
export function RelatedContacts({
  company,
  alive,
}: {
  company: { id: string; name: string };
  /** False for a company in the trash, which nobody joins. */
  alive: boolean;
}) {
  const { t } = useLingui();
  const client = useQueryClient();
  const mayCreate = useCan("contacts.create") && alive;
  const [creating, setCreating] = useState(false);
  return (
    <>
      <RelatedList<Contact>
        title={t`Contacts`}
        name="contacts"
        filter={{ field: "company_id", value: company.id }}
        page={contacts.page}
        empty={t`Nobody yet.`}
        action={
          mayCreate ? (
            <Button size="sm" variant="ghost" onClick={() => setCreating(true)}>
              {t`New contact`}
            </Button>
          ) : null
        }
        row={(contact) => ({
          href: `/contacts/${contact.id}`,
          before: <Avatar size="md" name={contact.name} />,
          title: contact.name,
          detail: contact.title,
          end: <bdi className="text-ink-2 max-sm:hidden">{contact.email}</bdi>,
        })}
      />
      {creating ? (
        <Suspense>
          <NewContactDialog
            company={{ id: company.id, label: company.name }}
            onClose={() => {
              setCreating(false);
              void client.invalidateQueries({ queryKey: ["contacts", "related"] });
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}
