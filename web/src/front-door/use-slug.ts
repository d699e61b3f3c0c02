import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { SlugAnswer } from "@/api/generated/types.gen.ts";
import { request } from "@/api/transport.ts";
import { useSettled } from "@/ui/use-settled.ts";

/** The part of the address: what somebody chose, until then what the name of the workspace proposes. */
export interface Slug {
  value: string;
  choose: (slug: string) => void;
  /** What is known of the value; nothing while it is being looked up. */
  answer?: SlugAnswer;
}

/** Looks a slug up while it, or the name that it is made of, is typed. */
export function useSlug(name: string): Slug {
  const [chosen, choose] = useState<string | null>(null);
  const named = useSettled(name.trim());
  const settled = useSettled(chosen ?? "");
  const asked =
    chosen === null ? `name=${encodeURIComponent(named)}` : `slug=${encodeURIComponent(settled)}`;
  const found = useQuery({
    queryKey: ["slug", asked],
    enabled: (chosen === null ? named : settled) !== "",
    retry: false,
    queryFn: ({ signal }) => request<SlugAnswer>(`/api/slug?${asked}`, { signal }),
  }).data;
  if (chosen !== null)
    return { value: chosen, choose, answer: found?.slug === chosen ? found : undefined };
  if (!name.trim() || !found) return { value: "", choose };
  if (found.free || !found.suggestion) return { value: found.slug, choose, answer: found };
  const suggested = {
    ...found,
    slug: found.suggestion,
    free: true,
    reason: null,
    suggestion: null,
  };
  return { value: found.suggestion, choose, answer: suggested };
}
