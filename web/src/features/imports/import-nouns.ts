import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** What a file can hold, as the API calls it. */
export type NounName = "people" | "products" | "companies" | "contacts" | "leads" | "deals";

/** Everything about one noun that the import pages need and the API does not say. */
export interface ImportNoun {
  name: NounName;
  label: MessageDescriptor;
  /** What such a file is, in a salesperson's words. */
  about: MessageDescriptor;
  /** What whoever imports it must be allowed, beside importing. */
  permissions: readonly string[];
  /** The template: headings, and one row that shows what goes where. */
  template: { headings: readonly string[]; row: readonly string[] };
  /** Fields by which a row finds the record that is there already, the strongest first. */
  keys: readonly string[];
  /** The list that the records are in afterwards, and the address of one of them. */
  list?: string;
  record?: (id: string) => string;
}

/** In the order in which they are best imported: a deal finds its owner, product and company by name. */
export const NOUNS: readonly ImportNoun[] = [
  {
    name: "people",
    label: msg`People and teams`,
    about: msg`Colleagues, their managers and their teams. They are invited, and own records at once.`,
    permissions: ["users.manage", "teams.manage"],
    template: {
      headings: ["Name", "E-mail", "Manager", "Team", "Role"],
      row: ["Mara Lindt", "mara.lindt@example.com", "Jonas Frey", "North", "sales representative"],
    },
    keys: ["external_id", "email", "name"],
  },
  {
    name: "products",
    label: msg`Products`,
    about: msg`What you sell: names, series and list prices.`,
    permissions: ["products.manage"],
    template: {
      headings: ["Product", "Series", "List price", "Currency"],
      row: ["Harbour Basic", "Harbour", "1200.00", "EUR"],
    },
    keys: ["external_id", "name"],
  },
  {
    name: "companies",
    label: msg`Companies`,
    about: msg`The firms you sell to. Other systems say accounts or organizations.`,
    permissions: ["companies.create", "companies.update"],
    template: {
      headings: ["Company", "Website", "Industry", "Employees", "City", "Country", "Owner"],
      row: [
        "Halcyon GmbH",
        "https://halcyon.example",
        "Logistics",
        "120",
        "Bremen",
        "Germany",
        "Mara Lindt",
      ],
    },
    keys: ["external_id", "name"],
    list: "/companies",
    record: (id) => `/companies/${id}`,
  },
  {
    name: "contacts",
    label: msg`Contacts`,
    about: msg`The people you talk to there, with all their addresses and numbers.`,
    permissions: ["contacts.create", "contacts.update", "companies.create"],
    template: {
      headings: ["First name", "Last name", "Company", "Work email", "Work phone", "Job title"],
      row: [
        "Ines",
        "Haddad",
        "Halcyon GmbH",
        "ines@halcyon.example",
        "+49 421 555 010",
        "Head of IT",
      ],
    },
    keys: ["external_id", "email_work", "email_home", "email_other"],
    list: "/contacts",
    record: (id) => `/contacts/${id}`,
  },
  {
    name: "leads",
    label: msg`Leads`,
    about: msg`Somebody who may become a customer: from a fair, a form, a bought list.`,
    permissions: ["leads.create", "leads.update"],
    template: {
      headings: ["Name", "Company", "E-mail", "Telephone", "Lead status", "Lead source", "Owner"],
      row: [
        "Ole Nygaard",
        "Nygaard Boats",
        "ole@nygaard.example",
        "+47 555 01 020",
        "new",
        "Trade fair",
        "Mara Lindt",
      ],
    },
    keys: ["external_id", "email"],
    list: "/leads",
    record: (id) => `/leads/${id}`,
  },
  {
    name: "deals",
    label: msg`Deals`,
    about: msg`What is being sold, open, won or lost. Other systems say opportunities or potentials.`,
    permissions: ["deals.create", "deals.update"],
    template: {
      headings: [
        "Deal ID",
        "Deal name",
        "Company",
        "Product",
        "Owner",
        "Stage",
        "Amount",
        "Close date",
      ],
      row: [
        "D-1001",
        "Halcyon rollout",
        "Halcyon GmbH",
        "Harbour Basic",
        "Mara Lindt",
        "Proposal",
        "18000.00",
        "2026-12-18",
      ],
    },
    keys: ["external_id"],
    list: "/pipeline",
    record: (id) => `/deals/${id}`,
  },
];

/** The noun of that name; an import of one that this page does not know has none. */
export function nounOf(name: string): ImportNoun | undefined {
  return NOUNS.find((noun) => noun.name === name);
}
