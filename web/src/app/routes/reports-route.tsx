import { type ReportSearch, reportHref } from "@/features/reports/report-search.ts";
import { ReportsPage } from "@/features/reports/reports-page.tsx";
import { useRouter } from "@/router/router-context.tsx";
import type { PageProps } from "@/router/routes.ts";

/** All reports at their address. */
export function ReportsRoute({ search }: PageProps<ReportSearch>) {
  const { history } = useRouter();
  return (
    <ReportsPage search={search} onSearch={(next) => history.push(reportHref("/reports", next))} />
  );
}
