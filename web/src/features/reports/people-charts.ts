import { t } from "@lingui/core/macro";
import type { LeadsOverTime, PersonsActivity } from "@/api/generated/types.gen.ts";
import type { ChartData } from "@/ui/charts/types.ts";
import type { Formats } from "@/ui/format/formats.ts";
import { countFormats } from "./currencies.ts";

/** New leads by day or week. */
export function leadsChart({ pieces }: LeadsOverTime, formats: Formats): ChartData {
  return {
    ...countFormats(formats),
    categoryLabel: t`From`,
    categories: pieces.map(({ days }) => ({ id: days.from, label: formats.date(days.from) })),
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

/** Activities by person, all kinds together, the busiest first. */
export function activityChart(people: readonly PersonsActivity[], formats: Formats): ChartData {
  return {
    ...countFormats(formats),
    categoryLabel: t`Person`,
    categories: people.map((person) => ({
      id: person.user_id ?? "nobody",
      label: person.name ?? t`Nobody`,
    })),
    series: [
      { id: "all", label: t`Activities`, color: "var(--s-new)", values: people.map(activities) },
    ],
  };
}

/** Activities by person and kind. */
export function activityTable(people: readonly PersonsActivity[], formats: Formats): ChartData {
  const column = (id: keyof PersonsActivity, label: string) => ({
    id,
    label,
    color: "",
    values: people.map((person) => Number(person[id] ?? 0)),
  });
  return {
    ...activityChart(people, formats),
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
