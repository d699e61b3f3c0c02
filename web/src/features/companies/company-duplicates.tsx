import { useQuery } from "@tanstack/react-query";
import { listCompanyDuplicates } from "@/api/generated/sdk.gen.ts";
import { LikelyDuplicates } from "@/features/records/likely-duplicates.tsx";
import { enumerate } from "@/i18n/i18n.ts";
import { useSettled } from "@/ui/use-settled.ts";
import { domainOf } from "./domain-of.ts";

/* "AB" would find half the workspace. */
const SHORTEST_NAME = 3;

/** Points at companies that may be the one that is being written down, while somebody types. */
export function CompanyDuplicates({ name, website }: { name: string; website: string }) {
  const wholeName = useSettled(name.trim().length >= SHORTEST_NAME ? name.trim() : "");
  const domain = useSettled(domainOf(website));
  const found = useQuery({
    queryKey: ["companies", "duplicates", wholeName, domain],
    enabled: wholeName !== "" || domain !== "",
    staleTime: 30_000,
    queryFn: async ({ signal }) =>
      (
        await listCompanyDuplicates({
          query: { name: wholeName || undefined, domain: domain || undefined },
          signal,
          throwOnError: true,
        })
      ).data,
  }).data;
  return (
    <LikelyDuplicates
      found={(found ?? []).map(({ company }) => ({
        id: company.id,
        href: `/companies/${company.id}`,
        name: company.name,
        detail: enumerate([company.city, company.domain]),
      }))}
    />
  );
}
