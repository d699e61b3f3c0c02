import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ImportDetail } from "@/api/generated/types.gen.ts";
import { i18n } from "@/i18n/i18n.ts";

/* What the server calls the fields that a file can fill. */
const LABELS: Record<string, MessageDescriptor> = {
  Address: msg`Address`,
  Amount: msg`Amount`,
  "Annual revenue": msg`Annual revenue`,
  City: msg`City`,
  "Closed, or expected to close": msg`Closed, or expected to close`,
  Company: msg`Company`,
  Contact: msg`Contact`,
  Country: msg`Country`,
  Created: msg`Created`,
  Currency: msg`Currency`,
  "Currency of the revenue": msg`Currency of the revenue`,
  Description: msg`Description`,
  Domain: msg`Domain`,
  "E-mail": msg`E-mail`,
  "E-mail (other)": msg`E-mail (other)`,
  "E-mail (private)": msg`E-mail (private)`,
  "E-mail (work)": msg`E-mail (work)`,
  Employees: msg`Employees`,
  "Estimated value": msg`Estimated value`,
  "Expected close date": msg`Expected close date`,
  "External id": msg`External id`,
  "First name": msg`First name`,
  "Founded in": msg`Founded in`,
  "Full name": msg`Full name`,
  Industry: msg`Industry`,
  "Last name": msg`Last name`,
  "Lifecycle stage": msg`Lifecycle stage`,
  LinkedIn: msg`LinkedIn`,
  "Lost reason": msg`Lost reason`,
  Manager: msg`Manager`,
  Name: msg`Name`,
  Opened: msg`Opened`,
  Owner: msg`Owner`,
  "Part of": msg`Part of`,
  Position: msg`Position`,
  Price: msg`Price`,
  Product: msg`Product`,
  Role: msg`Role`,
  Score: msg`Score`,
  Series: msg`Series`,
  Source: msg`Source`,
  Stage: msg`Stage`,
  Status: msg`Status`,
  Team: msg`Team`,
  Telephone: msg`Telephone`,
  "Telephone (mobile)": msg`Telephone (mobile)`,
  "Telephone (other)": msg`Telephone (other)`,
  "Telephone (private)": msg`Telephone (private)`,
  "Telephone (work)": msg`Telephone (work)`,
  Website: msg`Website`,
};

/** An import with its fields named in the reader's language; a field that is not known here keeps the server's name. */
export function withFieldWords(detail: ImportDetail): ImportDetail {
  const fields = detail.preview.fields?.map((field) => {
    const label = LABELS[field.label];
    return label ? { ...field, label: i18n._(label) } : field;
  });
  return { ...detail, preview: { ...detail.preview, fields } };
}
