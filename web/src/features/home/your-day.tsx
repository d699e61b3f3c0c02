import { useLingui } from "@lingui/react/macro";
import { queryOptions, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { countActivities, countReportDeals } from "@/api/generated/sdk.gen.ts";
import { type AgendaView, agendaFilter } from "@/features/activities/agenda.ts";
import { agendaHref } from "@/features/activities/agenda-search.ts";
import type { Here } from "@/features/records/api-filter.ts";
import { useHere } from "@/features/records/use-list-state.ts";
import { dealsHref } from "@/features/reports/behind.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Skeleton } from "@/ui/feedback/skeleton.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { addDays } from "@/ui/format/zoned.ts";

const agendaCount = (view: AgendaView, here: Here) => {
  const filter = JSON.stringify({ and: agendaFilter(view, "me", here) });
  return queryOptions({
    queryKey: ["activities", "count", filter],
    staleTime: 30_000,
    queryFn: async ({ signal }) =>
      (await countActivities({ query: { filter }, signal, throwOnError: true })).data.count,
  });
};

const dealCount = (days: { from?: string; to?: string }) => {
  const query = { ...days, of: "open", owner_id: ["me"] };
  return queryOptions({
    queryKey: ["reports", "deals", "count", query],
    staleTime: 30_000,
    queryFn: async ({ signal }) =>
      (await countReportDeals({ query, signal, throwOnError: true })).data.count,
  });
};

/** What waits for oneself today: each figure leads to its rows. */
export function YourDay() {
  const { t } = useLingui();
  const here = useHere();
  const { today } = here;
  const late = { to: addDays(today, -1) };
  const soon = { from: today, to: addDays(today, 6) };
  const overdue = useQuery(agendaCount("overdue", here)).data;
  const due = useQuery(agendaCount("today", here)).data;
  const lateDeals = useQuery(dealCount(late)).data;
  const closing = useQuery(dealCount(soon)).data;
  // Who is given no tasks has no day to look at.
  if (!useCan("activities.create")) return null;
  const deals = (days: { from?: string; to?: string }) =>
    dealsHref({ ...days, owner_id: ["me"] }, { of: "open" });
  return (
    <section aria-label={t`Your day`} className="border-b border-line py-4">
      <ul className="grid grid-cols-2 gap-2 lg:grid-cols-4">
        <Waiting label={t`Due today`} count={due} href={agendaHref({ view: "today" })} marked />
        <Waiting label={t`Overdue`} count={overdue} href={agendaHref({ view: "overdue" })} bad />
        <Waiting
          label={t`Your deals past their close date`}
          count={lateDeals}
          href={deals(late)}
          bad
        />
        <Waiting label={t`Your deals closing within a week`} count={closing} href={deals(soon)} />
      </ul>
    </section>
  );
}

interface WaitingProps {
  label: ReactNode;
  count: number | undefined;
  href: string;
  bad?: boolean;
  marked?: boolean;
}

function Waiting({ label, count, href, bad, marked }: WaitingProps) {
  const formats = useFormats();
  const tone = bad && count ? "text-bad" : count ? "text-ink" : "text-ink-3";
  return (
    <li>
      <a
        href={href}
        className="relative flex h-full items-center gap-3 rounded-m bg-sunken px-4 py-3 hover:bg-hover"
      >
        {marked && count ? (
          <span
            aria-hidden="true"
            className="absolute inset-y-3 start-0 w-1.25 rounded-e-full bg-mark"
          />
        ) : null}
        <span className={`font-display text-2xl ${tone}`}>
          {count === undefined ? <Skeleton className="h-6 w-6" /> : formats.number(count)}
        </span>
        <span className="min-w-0 text-sm leading-tight text-ink-2">{label}</span>
      </a>
    </li>
  );
}
