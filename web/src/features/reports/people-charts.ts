import { t } from "@lingui/core/macro";
import type { LeadsOverTime, PersonsActivity } from "@/api/generated/types.gen.ts";
import { agendaHref } from "@/features/activities/agenda-search.ts";
import type { ChartData } from "@/ui/charts/types.ts";
import { writeConditions } from "@/ui/filter/conditions.ts";
import type { Formats } from "@/ui/format/formats.ts";
import { leadsHref } from "./behind.ts";
import { countFormats } from "./currencies.ts";
import type { Days } from "./period.ts";

/** New leads by day, week or month; `owners` are those whose leads are asked for, null when they are too many to name. */
export function leadsChart(
  { pieces }: LeadsOverTime,
  formats: Formats,
  owners?: readonly string[] | null,
): ChartData {
  return {
    ...countFormats(formats),
    categoryLabel: t`Source`,
    categories: pieces.map(({ days }) => ({
      id: days.from,
      label: formats.date(days.from),
      ...(owners === null ? {} : { href: leadsHref(days, owners) }),
    })),
    series: [
      {
        id: "leads",
        label: t`Leads`,
        color: "var(--accent)",
        values: pieces.map((piece) => piece.leads),
      },
    ],
  };
}

/** New leads by source, the largest first. */
export function sourcesChart(
  { sources }: LeadsOverTime,
  formats: Formats,
  days: Days,
  owners?: readonly string[] | null,
): ChartData {
  const href = (source: string | null) =>
    owners === null ? {} : { href: leadsHref(days, owners, source) };
  return {
    ...countFormats(formats),
    categoryLabel: t`Source`,
    categories: sources.map(({ source, others }) => ({
      id: others ? "others" : (source ?? "none"),
      label: others ? t`All others` : (source ?? t`No source`),
      ...(others ? {} : href(source ?? null)),
    })),
    series: [
      {
        id: "leads",
        label: t`Leads`,
        color: "var(--s-qual)",
        values: sources.map((one) => one.leads),
      },
    ],
  };
}

/** Activities by person, all kinds together, the busiest first. */
export function activityChart(
  people: readonly PersonsActivity[],
  formats: Formats,
  { from, to }: Days,
): ChartData {
  const filter = writeConditions([{ field: "at", op: "between", values: [from, to] }]);
  return {
    ...countFormats(formats),
    categoryLabel: t`Person`,
    categories: people.map((person) => ({
      id: person.user_id ?? "nobody",
      label: person.name ?? t`Nobody`,
      href: agendaHref({ view: "all", who: person.user_id ?? "none", filter }),
    })),
    series: [
      { id: "all", label: t`Activities`, color: "var(--s-new)", values: people.map(activities) },
    ],
  };
}

/** Activities by person and kind. */
export function activityTable(
  people: readonly PersonsActivity[],
  formats: Formats,
  days: Days,
): ChartData {
  const column = (id: keyof PersonsActivity, label: string) => ({
    id,
    label,
    color: "",
    values: people.map((person) => Number(person[id] ?? 0)),
  });
  return {
    ...activityChart(people, formats, days),
    series: [
      column("calls", t`Calls`),
      column("meetings", t`Meetings`),
      column("emails", t`E-mails`),
      column("tasks", t`Tasks`),
      column("tasks_done", t`Tasks done`),
      column("notes", t`Notes`),
    ],
  };
}

/* Tasks that are done are among the tasks. */
function activities({ calls, meetings, emails, tasks, notes }: PersonsActivity): number {
  return calls + meetings + emails + tasks + notes;
}
