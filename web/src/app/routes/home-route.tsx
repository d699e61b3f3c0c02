import { HomePage } from "@/features/home/home-page.tsx";
import { type ReportSearch, reportHref } from "@/features/reports/report-search.ts";
import { useRouter } from "@/router/router-context.tsx";
import type { PageProps } from "@/router/routes.ts";

/** The dashboard at its address: the period and the currency are in there. */
export function HomeRoute({ search }: PageProps<ReportSearch>) {
  const { history } = useRouter();
  return <HomePage search={search} onSearch={(next) => history.push(reportHref("/", next))} />;
}
