import { useSearch } from "@tanstack/react-router";
import { ContactListPage } from "@/features/contacts/contact-list-page.tsx";

/** The contacts list at its address. */
export function ContactsRoute() {
  return <ContactListPage search={useSearch({ from: "/workspace/contacts" })} />;
}
