import { useLingui } from "@lingui/react/macro";
import { useCan } from "@/features/session/session-context.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useNow } from "@/ui/format/use-now.ts";
import { PageHeader } from "@/ui/page-header.tsx";
import { IndexTabs } from "@/ui/tabs.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { REPORTS, type ReportId } from "./card-props.ts";
import { Headline } from "./headline.tsx";
import { ReportFilters } from "./report-filters.tsx";
import { ReportOf } from "./report-of.tsx";
import { askedBy, type ReportSearch, reportHref } from "./report-search.ts";
import { REPORT_WORDS } from "./report-words.ts";
import { useCurrencies } from "./use-currencies.ts";

/** What the page needs of the app: its address, and a way to change it. */
export interface ReportsPageProps {
  /** None: all of them. */
  report?: ReportId;
  search: ReportSearch;
  onSearch: (search: ReportSearch) => void;
}

/** All reports, or one of them. */
export function ReportsPage(props: ReportsPageProps) {
  const { t, i18n } = useLingui();
  const title = props.report ? i18n._(REPORT_WORDS[props.report]) : t`Reports`;
  useTitle(title);
  if (useCan("reports.read")) return <Reports {...props} title={title} />;
  return (
    <>
      <PageHeader title={title} />
      <EmptyState title={t`No figures for you here`}>
        {t`Your role does not include reports. Leads and deals are in the menu.`}
      </EmptyState>
    </>
  );
}

function Reports({ report, search, onSearch, title }: ReportsPageProps & { title: string }) {
  const { t, i18n } = useLingui();
  const asked = askedBy(search, useFormats().dayKey(useNow()));
  const { currencies, currency } = useCurrencies(asked, search.currency);
  const href = (id?: ReportId) => reportHref(id ? `/reports/${id}` : "/reports", search);
  return (
    <>
      <PageHeader title={title}>
        <IndexTabs
          label={t`Reports`}
          current={report ?? "overview"}
          tabs={[
            { id: "overview", label: t`Overview`, href: href() },
            ...REPORTS.map((id) => ({ id, label: i18n._(REPORT_WORDS[id]), href: href(id) })),
          ]}
        />
      </PageHeader>
      <ReportFilters search={search} onSearch={onSearch} currencies={currencies} />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface px-4 pb-6 md:px-6">
        {report ? (
          <div className="max-w-5xl">
            <ReportOf report={report} asked={asked} currency={currency} />
          </div>
        ) : (
          <>
            <Headline asked={asked} />
            <div className="grid gap-x-10 lg:grid-cols-2 [&>*]:border-b [&>*]:border-line">
              {REPORTS.map((id) => (
                <ReportOf key={id} report={id} asked={asked} currency={currency} href={href} />
              ))}
            </div>
          </>
        )}
      </div>
    </>
  );
}
