import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

const LIFECYCLE = ["lead", "qualified", "opportunity", "customer", "former_customer", "other"];

/* The values that a field of few can have; "converted" is reached by converting alone. */
const CHOICES: Record<string, readonly string[]> = {
  "leads.status": ["new", "contacted", "nurture", "qualified", "unqualified"],
  "contacts.lifecycle_stage": LIFECYCLE,
  "companies.lifecycle_stage": LIFECYCLE,
  "people.role": ["administrator", "account_manager", "sales_representative", "read_only"],
};

const LABELS: Record<string, MessageDescriptor> = {
  new: msg`New`,
  contacted: msg`Contacted`,
  nurture: msg`Nurture`,
  qualified: msg`Qualified`,
  unqualified: msg`Unqualified`,
  lead: msg`Lead`,
  opportunity: msg`Opportunity`,
  customer: msg`Customer`,
  former_customer: msg`Former customer`,
  other: msg`Other`,
  administrator: msg`Administrator`,
  account_manager: msg`Account manager`,
  sales_representative: msg`Sales representative`,
  read_only: msg`Read-only`,
};

/** What a field of a noun can be, where it can be one of a few. */
export function choicesOf(noun: string, field: string): readonly string[] {
  return CHOICES[`${noun}.${field}`] ?? [];
}

/** One of these values in words. */
export function choiceLabel(i18n: I18n, value: string): string {
  const label = LABELS[value];
  return label ? i18n._(label) : value;
}
