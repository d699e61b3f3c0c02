import { preloadList } from "@/features/records/preload-list.ts";
import { preloadRecord } from "@/features/records/preload-record.ts";
import { companies } from "./companies.ts";

/** Loads what a company's page shows, before or while one goes there. */
export const preloadCompany = preloadRecord(companies);

/** Loads the first page of their list. */
export const preloadCompanies = preloadList(companies, "name");
