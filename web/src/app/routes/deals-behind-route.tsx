import type { Figure } from "@/features/reports/behind.ts";
import { DealsBehindPage } from "@/features/reports/deals-behind-page.tsx";
import type { PageProps } from "@/router/routes.ts";

/** The deals behind a figure at their address. */
export function DealsBehindRoute({ search }: PageProps<Figure>) {
  return <DealsBehindPage figure={search} />;
}
