import { useLingui } from "@lingui/react/macro";
import type { Company } from "@/api/generated/types.gen.ts";
import { RelatedList } from "@/features/records/related-list.tsx";
import { Avatar } from "@/ui/avatar.tsx";
import { companies } from "./companies.ts";
import { place } from "./company-fields.tsx";

/** The companies that belong to this one; nothing where there are none. */
export function RelatedCompanies({ parentId }: { parentId: string }) {
  const { t } = useLingui();
  return (
    <RelatedList<Company>
      title={t`Companies that belong to it`}
      name="companies"
      filter={{ field: "parent_id", value: parentId }}
      page={companies.page}
      quiet
      row={(company) => ({
        href: `/companies/${company.id}`,
        before: <Avatar size="md" name={company.name} square />,
        title: company.name,
        detail: company.industry,
        end: <span className="text-ink-2 max-sm:hidden">{place(company)}</span>,
      })}
    />
  );
}
