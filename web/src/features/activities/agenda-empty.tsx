import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useCount } from "@/features/records/record-queries.ts";
import { buttonClass } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { activities } from "./activities.ts";
import { type AgendaSearch, agendaHref } from "./agenda-search.ts";
import type { Agenda } from "./use-agenda.ts";

/** A tab without rows: why that is good or bad, and where to go on. */
export function AgendaEmpty({
  agenda,
  search,
  create,
}: {
  agenda: Agenda;
  search: AgendaSearch;
  /** The button that makes an activity, for who may. */
  create: ReactNode;
}) {
  const { t } = useLingui();
  if (agenda.group.nodes.length > 0) {
    return (
      <EmptyState
        title={t`No activity matches`}
        action={
          <a
            href={agendaHref({ ...search, filter: undefined })}
            className={buttonClass("secondary")}
          >
            {t`Remove the filters`}
          </a>
        }
      >
        <Trans>Nothing in this tab fits these filters.</Trans>
      </EmptyState>
    );
  }
  switch (agenda.view) {
    case "today":
      return <TodayEmpty agenda={agenda} search={search} create={create} />;
    case "overdue":
      return (
        <EmptyState
          title={t`Nothing is overdue`}
          action={
            <a
              href={agendaHref({ ...search, view: "today" })}
              className={buttonClass("secondary")}
            >{t`See today`}</a>
          }
        >
          <Trans>Everything that was due before today is done.</Trans>
        </EmptyState>
      );
    case "upcoming":
      return (
        <EmptyState title={t`Nothing is planned`} action={create}>
          <Trans>What is due from tomorrow on stands here. Plan the next call or task.</Trans>
        </EmptyState>
      );
    case "undated":
      return (
        <EmptyState title={t`Everything has a date`}>
          <Trans>Tasks without a day would wait here, so that none is forgotten.</Trans>
        </EmptyState>
      );
    case "done":
      return (
        <EmptyState title={t`Nothing is done yet`}>
          <Trans>Calls, meetings, e-mails and tasks stand here once they are done.</Trans>
        </EmptyState>
      );
    case "all":
      return (
        <EmptyState title={t`No activities yet`} action={create}>
          <Trans>
            Calls, meetings, e-mails, tasks and notes about leads, deals, contacts and companies
            stand here.
          </Trans>
        </EmptyState>
      );
  }
}

/* An empty day is only good news when nothing is left from before. */
function TodayEmpty({
  agenda,
  search,
  create,
}: {
  agenda: Agenda;
  search: AgendaSearch;
  create: ReactNode;
}) {
  const { t } = useLingui();
  const overdue = useCount(activities, agenda.filterOf("overdue"))?.count ?? 0;
  if (overdue === 0) {
    return (
      <EmptyState title={t`Nothing is left for today`} action={create}>
        <Trans>Have a look at what comes, or plan the next step of a deal.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t`Nothing more is due today`}
      action={
        <a href={agendaHref({ ...search, view: "overdue" })} className={buttonClass("primary")}>
          {t`See what is overdue`}
        </a>
      }
    >
      {plural(overdue, {
        one: "# activity from before today is still open.",
        other: "# activities from before today are still open.",
      })}
    </EmptyState>
  );
}
