import { useParams } from "@tanstack/react-router";
import { ContactPage } from "@/features/contacts/contact-page.tsx";

/** A contact at its address. */
export function ContactRoute() {
  const { contactId } = useParams({ from: "/workspace/contacts/$contactId" });
  return <ContactPage id={contactId} />;
}
