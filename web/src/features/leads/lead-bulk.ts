import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { Lead } from "@/api/generated/types.gen.ts";
import { useOwnerOptions } from "@/features/people/owner-options.tsx";
import { usePeople } from "@/features/people/people.ts";
import type { BulkNoun } from "@/features/records/bulk/types.ts";
import { minorDigits } from "@/ui/format/formats.ts";
import { useStatusLabel, useStatusOptions } from "./lead-status.tsx";

/** What can be done with many leads at once, and what a file of them holds. */
export function useLeadBulk(): BulkNoun<Lead> {
  const { t } = useLingui();
  const { nameOf } = usePeople();
  const status = useStatusLabel();
  return {
    singular: "lead",
    counted: (count) => plural(count, { one: "# lead", other: "# leads" }),
    owners: useOwnerOptions(t`Nobody (the pool)`),
    fields: [
      { id: "status", label: t`Status`, kind: "choice", options: useStatusOptions(false) },
      { id: "source", label: t`Source`, kind: "text" },
      { id: "score", label: t`Score`, kind: "number", min: 0, max: 100 },
      { id: "city", label: t`City`, kind: "text" },
      { id: "country", label: t`Country`, kind: "text" },
    ],
    exported: [
      { header: t`Name`, text: (lead) => lead.name },
      { header: t`Company`, text: (lead) => lead.company_name ?? "" },
      { header: t`Position`, text: (lead) => lead.title ?? "" },
      { header: t`E-mail`, text: (lead) => lead.email ?? "" },
      { header: t`Phone`, text: (lead) => lead.phone ?? "" },
      { header: t`Status`, text: (lead) => status(lead.status) },
      { header: t`Source`, text: (lead) => lead.source ?? "" },
      { header: t`Score`, text: (lead) => String(lead.score) },
      { header: t`Amount`, text: amount },
      { header: t`Currency`, text: (lead) => lead.currency ?? "" },
      { header: t`City`, text: (lead) => lead.city ?? "" },
      { header: t`Country`, text: (lead) => lead.country ?? "" },
      { header: t`Owner`, text: (lead) => nameOf(lead.owner_id) ?? "" },
      { header: t`Created`, text: (lead) => lead.created_at },
    ],
  };
}

/* With a point and all its decimals, as every spreadsheet and the import read it. */
function amount({ amount: minor, currency }: Lead): string {
  if (minor == null || !currency) return "";
  const digits = minorDigits(currency);
  return (minor / 10 ** digits).toFixed(digits);
}
