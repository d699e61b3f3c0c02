import { REPORTS } from "@/features/reports/card-props.ts";
import { type ReportSearch, reportHref } from "@/features/reports/report-search.ts";
import { ReportsPage } from "@/features/reports/reports-page.tsx";
import { useRouter } from "@/router/router-context.tsx";
import type { PageProps } from "@/router/routes.ts";
import { NotFoundPage } from "./not-found-page.tsx";

/** One report at its address. */
export function ReportRoute({ params, search }: PageProps<ReportSearch>) {
  const { history } = useRouter();
  const report = REPORTS.find((one) => one === params.report);
  if (!report) return <NotFoundPage />;
  return (
    <ReportsPage
      report={report}
      search={search}
      onSearch={(next) => history.push(reportHref(`/reports/${report}`, next))}
    />
  );
}
