import { ContactPage } from "@/features/contacts/contact-page.tsx";
import type { PageProps } from "@/router/routes.ts";

/** A contact at its address. */
export function ContactRoute({ params }: PageProps<unknown, { contactId: string }>) {
  return <ContactPage id={params.contactId} />;
}
