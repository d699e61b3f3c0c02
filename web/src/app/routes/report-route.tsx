import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { REPORTS } from "@/features/reports/card-props.ts";
import { ReportsPage } from "@/features/reports/reports-page.tsx";
import { NotFoundPage } from "./not-found-page.tsx";

/** One report at its address. */
export function ReportRoute() {
  const search = useSearch({ from: "/workspace/reports/$report" });
  const { report: name } = useParams({ from: "/workspace/reports/$report" });
  const navigate = useNavigate();
  const report = REPORTS.find((one) => one === name);
  if (!report) return <NotFoundPage />;
  return (
    <ReportsPage
      report={report}
      search={search}
      onSearch={(next) =>
        void navigate({ to: "/reports/$report", params: { report }, search: next })
      }
    />
  );
}
