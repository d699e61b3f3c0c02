import { useQuery } from "@tanstack/react-query";
import type { ContactPoint } from "@/api/generated/types.gen.ts";
import { LikelyDuplicates } from "@/features/records/likely-duplicates.tsx";
import { enumerate } from "@/i18n/i18n.ts";
import { useSettled } from "@/ui/use-settled.ts";
import { cluesOf, findDuplicates } from "./duplicates.ts";

/** Points at contacts that may be the one that is being written down, while somebody types. */
export function ContactDuplicates({
  name,
  emails,
}: {
  name: string;
  emails: readonly ContactPoint[];
}) {
  // as text, which stands still when the same is typed again
  const clues = useSettled(JSON.stringify(cluesOf(name, emails)));
  const found = useQuery({
    queryKey: ["contacts", "duplicates", clues],
    staleTime: 30_000,
    queryFn: ({ signal }) => findDuplicates(JSON.parse(clues), signal),
  }).data;
  return (
    <LikelyDuplicates
      found={(found ?? []).map(({ id, name: known, company_name, email }) => ({
        id,
        href: `/contacts/${id}`,
        name: known,
        detail: enumerate([company_name, email]),
      }))}
    />
  );
}
