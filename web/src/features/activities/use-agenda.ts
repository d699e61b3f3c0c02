import { apiFilter, type Here } from "@/features/records/api-filter.ts";
import { useHere } from "@/features/records/use-list-state.ts";
import { useCan, useSession } from "@/features/session/session-context.tsx";
import { readFilter } from "@/ui/filter/conditions.ts";
import type { FilterField } from "@/ui/filter/fields.ts";
import type { Group } from "@/ui/filter/tree.ts";
import { type AgendaView, agendaFilter, type Who } from "./agenda.ts";
import { type AgendaSearch, DEFAULT_VIEW } from "./agenda-search.ts";

/** What the agenda shows: read from the address, and as the API is asked for it. */
export interface Agenda {
  view: AgendaView;
  who: Who;
  /** Whose it is when the address names nobody. */
  ownWho: Who;
  group: Group;
  here: Here;
  /** What a tab asks for, under the same person and conditions. */
  filterOf: (view: AgendaView) => string | undefined;
}

/** Reads the agenda from its address. Who is given no tasks sees everybody's to begin with. */
export function useAgenda(search: AgendaSearch, fields: readonly FilterField[]): Agenda {
  const ownWho = useCan("activities.create") ? "me" : "all";
  const here = useHere();
  const who = search.who ?? ownWho;
  const group = readFilter(search.filter ?? "");
  return {
    view: search.view ?? DEFAULT_VIEW,
    who,
    ownWho,
    group,
    here,
    filterOf: (view) => apiFilter(group, fields, here, agendaFilter(view, who, here)),
  };
}

/** Whether this person sees the records of others, and so has colleagues' activities to look at. */
export function useSeesOthers(): boolean {
  return useSession().user.role !== "sales_representative";
}
