import { useLingui } from "@lingui/react/macro";
import { queryOptions } from "@tanstack/react-query";
import type { Plan } from "@/api/generated/types.gen.ts";
import { request } from "@/api/transport.ts";

/** What the workspace's plan gives, and what of it is used. */
export const planQuery = queryOptions({
  queryKey: ["plan"],
  queryFn: ({ signal }) => request<Plan>("/api/plan", { signal }),
});

/** What a part of the product is called. */
export function useModuleText(): (name: string) => string {
  const { t } = useLingui();
  const words: Record<string, string> = {
    products: t`Products`,
    reports: t`Reports`,
    files: t`Files on records`,
    imports: t`Imports`,
    api: t`API keys and webhooks`,
  };
  return (name) => words[name] ?? name;
}
