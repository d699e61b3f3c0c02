import { lazy } from "react";
import type { RecordRef } from "./record-ref.ts";

const PAGES = {
  lead: lazy(() =>
    import("@/features/leads/lead-page.tsx").then(({ LeadPage }) => ({ default: LeadPage })),
  ),
  contact: lazy(() =>
    import("@/features/contacts/contact-page.tsx").then(({ ContactPage }) => ({
      default: ContactPage,
    })),
  ),
  company: lazy(() =>
    import("@/features/companies/company-page.tsx").then(({ CompanyPage }) => ({
      default: CompanyPage,
    })),
  ),
};
const DealPage = lazy(() =>
  import("@/features/deals/deal-page.tsx").then((module) => ({ default: module.DealPage })),
);

/** The page of a record whose noun is known only while the product runs. `onGone` leaves the place where it was. */
export function RecordOfNoun({ record, onGone }: { record: RecordRef; onGone: () => void }) {
  const { noun, id } = record;
  if (noun === "deal") return <DealPage key={id} dealId={id} onGone={onGone} />;
  const Page = PAGES[noun];
  return <Page key={id} id={id} />;
}
