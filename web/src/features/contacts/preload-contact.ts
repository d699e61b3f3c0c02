import { preloadList } from "@/features/records/preload-list.ts";
import { preloadRecord } from "@/features/records/preload-record.ts";
import { contacts } from "./contacts.ts";

/** Loads what a contact's page shows, before or while one goes there. */
export const preloadContact = preloadRecord(contacts);

/** Loads the first page of their list. */
export const preloadContacts = preloadList(contacts, "name");
