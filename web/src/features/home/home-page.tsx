import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { DEFAULT_PERIOD, PERIODS } from "@/features/reports/period.ts";
import { PERIOD_WORDS } from "@/features/reports/period-words.ts";
import { askedBy, type ReportSearch, reportHref } from "@/features/reports/report-search.ts";
import { useCurrencies } from "@/features/reports/use-currencies.ts";
import { useCan, useSession } from "@/features/session/session-context.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useNow } from "@/ui/format/use-now.ts";
import { Select } from "@/ui/forms/select.tsx";
import { PageHeader } from "@/ui/page-header.tsx";
import { IndexTabs } from "@/ui/tabs.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { Dashboard } from "./dashboard.tsx";
import { FirstRun } from "./first-run.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { useEmptyWorkspace } from "./use-empty-workspace.ts";

/** What the page needs of the app: its address, and a way to change it. */
export interface HomePageProps {
  search: ReportSearch;
  onSearch: (search: ReportSearch) => void;
}

/** The first page of the day: how the business stands. */
export function HomePage(props: HomePageProps) {
  const { t } = useLingui();
  useTitle(t`Home`);
  if (useCan("reports.read")) return <Reports {...props} />;
  return (
    <>
      <Head />
      <EmptyState title={t`No figures for you here`}>
        {t`Your role does not include reports. Leads and deals are in the menu.`}
      </EmptyState>
    </>
  );
}

function Reports({ search, onSearch }: HomePageProps) {
  const { t, i18n } = useLingui();
  const formats = useFormats();
  const period = search.period ?? DEFAULT_PERIOD;
  const asked = askedBy(search, formats.dayKey(useNow()));
  const { currencies, currency } = useCurrencies(asked, search.currency);
  const empty = useEmptyWorkspace(asked);
  if (empty)
    return (
      <>
        <Head />
        <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
          <div className="px-4 md:px-6">
            <FirstSteps />
          </div>
          <FirstRun />
        </div>
      </>
    );
  return (
    <>
      <Head
        actions={
          currencies.length > 1 ? (
            <Select
              aria-label={t`Currency of the charts`}
              value={currency}
              options={currencies.map((code) => ({ value: code, label: code }))}
              onChange={(code) =>
                onSearch({ ...search, currency: code === currencies[0] ? undefined : code })
              }
              className="h-8 w-24"
            />
          ) : null
        }
      >
        <IndexTabs
          label={t`Period`}
          current={period}
          tabs={PERIODS.map((id) => ({
            id,
            label: i18n._(PERIOD_WORDS[id]),
            href: reportHref("/", { currency: search.currency, period: id }),
          }))}
        />
      </Head>
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface px-4 pb-6 md:px-6">
        <FirstSteps />
        <Dashboard asked={asked} currency={currency} search={search} />
      </div>
    </>
  );
}

function Head({ actions, children }: { actions?: ReactNode; children?: ReactNode }) {
  const { t } = useLingui();
  const { user } = useSession();
  const formats = useFormats();
  const now = useNow();
  const firstName = user.name.split(" ")[0];
  return (
    <PageHeader
      title={t`Good to see you, ${firstName}`}
      summary={formats.day(new Date(now).toISOString())}
      actions={actions}
    >
      {children}
    </PageHeader>
  );
}
