import { preloadRecord } from "@/features/records/preload-record.ts";
import { contacts } from "./contacts.ts";

/** Loads what a contact's page shows, before or while one goes there. */
export const preloadContact = preloadRecord(contacts);
