import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { listCompanyDuplicates } from "@/api/generated/sdk.gen.ts";
import { Notice } from "@/ui/feedback/notice.tsx";
import { useSettled } from "@/ui/use-settled.ts";

const SHOWN_MAX = 3;
const SHORTEST = 3;

/** Points at companies that may be the one that is being written down. Nothing is refused. */
export function CompanyDuplicates({ name, website }: { name: string; website: string }) {
  const wholeName = useSettled(name.trim().length >= SHORTEST ? name.trim() : "");
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
  if (!found?.length) return null;
  return (
    <Notice tone="warn">
      <Trans>Perhaps there already:</Trans>{" "}
      {found.slice(0, SHOWN_MAX).map(({ company }, index) => (
        <span key={company.id}>
          {index > 0 ? ", " : ""}
          <a href={`/companies/${company.id}`} className="underline">
            <bdi>{company.name}</bdi>
          </a>
          {company.city ? ` (${company.city})` : ""}
        </span>
      ))}
    </Notice>
  );
}

/* "https://www.halcyon.example/de" is found as "halcyon.example". */
function domainOf(website: string): string {
  const host = /^(?:[a-z]+:\/\/)?([^/\s?#]+\.[^/\s?#]+)/i.exec(website.trim())?.[1] ?? "";
  return host.toLowerCase().replace(/^www\./, "");
}
