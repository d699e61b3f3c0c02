import { readable } from "@/router/search.ts";
import { AGENDA_VIEWS, type AgendaView, type Who } from "./agenda.ts";

/** What the address of the agenda holds. Absent: today's, one's own, and nothing open beside it. */
export interface AgendaSearch {
  view?: AgendaView;
  who?: Who;
  filter?: string;
  /** The activity whose record lies open beside the list. */
  open?: string;
}

/** The tab that opens when the address names none. */
export const DEFAULT_VIEW: AgendaView = "today";

/** Reads the agenda's part of the address. What makes no sense there is left out, never an error. */
export function readAgendaSearch(search: Record<string, unknown>): AgendaSearch {
  const view = AGENDA_VIEWS.find((known) => known === search.view);
  const { who, filter, open } = search;
  return {
    ...(view && view !== DEFAULT_VIEW ? { view } : {}),
    ...(typeof who === "string" && isWho(who) ? { who } : {}),
    ...(typeof filter === "string" && filter !== "" ? { filter } : {}),
    ...(typeof open === "string" && open !== "" ? { open } : {}),
  };
}

/** The address of the agenda in some state. */
export function agendaHref(search: AgendaSearch): string {
  const known = readAgendaSearch({ ...search });
  const query = new URLSearchParams(Object.entries(known));
  return query.size === 0 ? "/activities" : `/activities?${readable(query.toString())}`;
}

function isWho(text: string): boolean {
  return ["me", "all", "none"].includes(text) || /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text);
}
