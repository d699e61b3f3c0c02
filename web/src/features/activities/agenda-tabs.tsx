import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useCount } from "@/features/records/record-queries.ts";
import { cx } from "@/ui/cx.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { IndexTabs } from "@/ui/tabs.tsx";
import { activities } from "./activities.ts";
import { AGENDA_VIEWS, type AgendaView } from "./agenda.ts";
import { type AgendaSearch, agendaHref } from "./agenda-search.ts";
import type { Agenda } from "./use-agenda.ts";

const LABELS: Record<AgendaView, MessageDescriptor> = {
  overdue: msg`Overdue`,
  today: msg`Today`,
  upcoming: msg`Upcoming`,
  undated: msg`No date`,
  done: msg`Done`,
  all: msg`All`,
};

/** The tabs, each with how much it holds. */
export function AgendaTabs({ agenda, search }: { agenda: Agenda; search: AgendaSearch }) {
  const { t, i18n } = useLingui();
  return (
    <IndexTabs
      label={t`Views`}
      current={agenda.view}
      tabs={AGENDA_VIEWS.map((view) => ({
        id: view,
        label: i18n._(LABELS[view]),
        href: agendaHref({ ...search, view }),
        count: <ViewCount filter={agenda.filterOf(view)} urgent={view === "overdue"} />,
      }))}
    />
  );
}

function ViewCount({ filter, urgent }: { filter: string | undefined; urgent: boolean }) {
  const formats = useFormats();
  const count = useCount(activities, filter);
  if (!count) return <span className="inline-block w-3" />;
  return (
    <span className={cx(urgent && count.count > 0 && "font-semibold text-bad")}>
      {formats.number(count.count)}
      {count.capped ? "+" : ""}
    </span>
  );
}
