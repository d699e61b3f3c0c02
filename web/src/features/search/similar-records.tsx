import { useQuery } from "@tanstack/react-query";
import { LikelyDuplicates } from "@/features/records/likely-duplicates.tsx";
import { useSettled } from "@/ui/use-settled.ts";
import { findSimilar } from "./find-everything.ts";

/* Fewer letters would find everybody. */
const ENOUGH = 4;

/** Points at records that hold all words of what is being written down, while somebody types. */
export function SimilarRecords({ text, nouns }: { text: string; nouns: string }) {
  const words = useSettled(text.trim());
  const found = useQuery({
    queryKey: ["search", "similar", nouns, words],
    enabled: words.length >= ENOUGH,
    staleTime: 30_000,
    queryFn: ({ signal }) => findSimilar(words, nouns, signal),
  }).data;
  return (
    <LikelyDuplicates
      found={(found ?? []).map(({ id, href, label, detail }) => ({
        id,
        href,
        name: label,
        detail,
      }))}
    />
  );
}
