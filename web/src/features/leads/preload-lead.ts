import { preloadList } from "@/features/records/preload-list.ts";
import { preloadRecord } from "@/features/records/preload-record.ts";
import { leads } from "./leads.ts";

/** Loads what a lead's page shows, before or while one goes there. */
export const preloadLead = preloadRecord(leads);

/** Loads the first page of their list. */
export const preloadLeads = preloadList(leads, "-created_at");
