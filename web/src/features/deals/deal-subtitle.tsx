import { Trans } from "@lingui/react/macro";
import type { Deal } from "./types.ts";

/** With whom the deal is: "Halcyon GmbH, with Ines Haddad". */
export function DealSubtitle({ deal }: { deal: Deal }) {
  const company = deal.company_name ? (
    <a href={`/companies/${deal.company_id}`} className="hover:underline">
      <bdi>{deal.company_name}</bdi>
    </a>
  ) : null;
  const contact = deal.contact_name ? (
    <a href={`/contacts/${deal.contact_id}`} className="hover:underline">
      <bdi>{deal.contact_name}</bdi>
    </a>
  ) : null;
  if (company && contact)
    return (
      <Trans>
        {company}, with {contact}
      </Trans>
    );
  return company ?? contact;
}
