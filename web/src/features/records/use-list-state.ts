import { useQuery } from "@tanstack/react-query";
import type { View } from "@/api/generated/types.gen.ts";
import {
  isSame,
  type Layout,
  stateOf,
  type ViewNoun,
  type ViewState,
  viewsQuery,
} from "@/features/views/views.ts";
import { useRouter } from "@/router/router-context.tsx";
import { type Condition, readFilter, writeFilter } from "@/ui/filter/conditions.ts";
import type { FilterField } from "@/ui/filter/fields.ts";
import { allOf, type Group } from "@/ui/filter/tree.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useNow } from "@/ui/format/use-now.ts";
import { type ApiFilter, apiFilter, type Here } from "./api-filter.ts";
import { type ListSearch, listHref } from "./list-search.ts";

/** A tab of a list that is always there: a name and the conditions that it stands for. */
export interface ListView {
  /** Absent: the tab that shows everything. */
  id?: string;
  label: string;
  conditions: Condition[];
}

/** Of what a list's state is read. */
export interface ListStateOptions {
  noun: ViewNoun;
  /** Where the list is, and for deals the board. */
  paths: Record<Layout, string>;
  layout: Layout;
  search: ListSearch;
  filters: readonly FilterField[];
  tabs: readonly ListView[];
  /** What the page itself asks for, whatever the address says. */
  also?: readonly ApiFilter[];
}

/** What a list shows, as its address says it, and how that is changed. */
export interface ListState extends Pick<ListStateOptions, "noun" | "paths" | "layout" | "tabs"> {
  /** The saved views, and the one that is open, if one is. */
  all: readonly View[];
  view: View | undefined;
  /** The tab that is open when no view is. */
  tab: ListView | undefined;
  /** The filter of the address. */
  group: Group;
  /** The whole filter, for the API. */
  filter: string | undefined;
  /** What a view would keep of what is shown. */
  kept: ViewState;
  /** The address shows something else than the open tab stands for. */
  changed: boolean;
  /** The address with something changed; the place in the list is another one then. */
  here: (change: ListSearch) => string;
  /** Goes there; without a step back for what is but another look at the same rows. */
  change: (change: ListSearch, how?: { replace: boolean }) => void;
}

/** Reads a list's state from its address. */
export function useListState(options: ListStateOptions): ListState {
  const { noun, paths, layout, search, filters, tabs, also } = options;
  const { history } = useRouter();
  const where = useHere();
  const all = useQuery(viewsQuery(noun)).data ?? [];
  const view = all.find(({ id }) => id === search.view);
  const tab = view ? undefined : (tabs.find(({ id }) => id === search.view) ?? tabs[0]);
  const group = readFilter(search.filter ?? "");
  const whole = allOf([...(tab?.conditions ?? []), group]);
  const state = stateOf(search, layout);
  const here = (change: ListSearch) =>
    listHref(paths[layout], { ...search, at: undefined, ...change });
  return {
    noun,
    paths,
    layout,
    tabs,
    all,
    view,
    tab,
    group,
    filter: apiFilter(whole, filters, where, also),
    kept: { ...state, filter: writeFilter(whole) },
    changed: view
      ? !isSame(view, state)
      : Boolean(search.filter || search.sort || search.columns || search.group || search.pipeline),
    here,
    change: (change, how) =>
      how?.replace ? history.replace(here(change)) : history.push(here(change)),
  };
}

/** Where days begin. "Today" is a part of some filters, and the filter a part of the key: it changes at midnight only. */
export function useHere(): Here {
  const formats = useFormats();
  const today = formats.dayKey(useNow());
  return { timeZone: formats.timeZone, today, locale: formats.locale };
}
