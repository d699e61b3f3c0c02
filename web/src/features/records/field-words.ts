import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { usePeople } from "@/features/people/people.ts";
import { enumerate } from "@/i18n/i18n.ts";
import { useFormats } from "@/ui/format/format-context.tsx";

/** How a noun's fields and their values read in a sentence. */
export interface FieldWords {
  /** What a field is called, or null for one that follows from others and is not worth a line. */
  label: (field: string) => string | null;
  /** A value in words; empty text for none. `currency` is the record's, for its amounts. */
  show: (field: string, value: unknown, currency?: string | null) => string;
}

/** What fields are called. */
export const FIELD_LABELS: Record<string, MessageDescriptor> = {
  first_name: msg`First name`,
  last_name: msg`Last name`,
  name: msg`Name`,
  title: msg`Position`,
  company_name: msg`Company`,
  company_id: msg`Company`,
  contact_id: msg`Contact`,
  email: msg`E-mail`,
  phone: msg`Phone`,
  emails: msg`E-mail`,
  phones: msg`Phone`,
  status: msg`Status`,
  lifecycle_stage: msg`Stage of life`,
  source: msg`Source`,
  score: msg`Score`,
  amount: msg`Amount`,
  currency: msg`Currency`,
  city: msg`City`,
  country: msg`Country`,
  stage_id: msg`Stage`,
  expected_close_date: msg`Expected close`,
  lost_reason: msg`Lost because`,
  product_id: msg`Product`,
  address: msg`Address`,
  website: msg`Website`,
  domain: msg`Domain`,
  industry: msg`Industry`,
  employees: msg`Employees`,
  annual_revenue: msg`Revenue`,
  annual_revenue_currency: msg`Currency`,
  founded_year: msg`Founded`,
  linkedin_url: msg`LinkedIn`,
  description: msg`Description`,
  owner_id: msg`Owner`,
  parent_id: msg`Parent company`,
  external_id: msg`External id`,
};

const LONG = 80;
const AMOUNTS = new Set(["amount", "annual_revenue"]);

/** The words of a noun: its choices by field, and the fields that are not told. */
export function useFieldWords(
  choices: Record<string, (value: string) => string>,
  hidden: readonly string[],
): FieldWords {
  const { i18n } = useLingui();
  const formats = useFormats();
  const people = usePeople();

  function show(field: string, value: unknown, currency?: string | null): string {
    if (value === null || value === undefined || value === "") return "";
    if (field === "owner_id") return people.byId.get(String(value))?.name ?? "…";
    if (AMOUNTS.has(field) && typeof value === "number")
      return formats.money({ amount: value, currency: currency ?? formats.homeCurrency });
    if (Array.isArray(value)) return enumerate(value.map(pointText));
    if (typeof value === "number") return formats.number(value);
    const text = choices[field]?.(String(value)) ?? String(value);
    return text.length > LONG ? `${text.slice(0, LONG - 1).trimEnd()}…` : text;
  }

  return {
    label: (field) => {
      const known = FIELD_LABELS[field];
      return known && !hidden.includes(field) ? i18n._(known) : null;
    },
    show,
  };
}

/* An e-mail address or a number of a contact. */
function pointText(point: unknown): string {
  return typeof point === "object" && point !== null && "value" in point
    ? String(point.value)
    : String(point);
}
