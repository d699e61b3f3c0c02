import { type QueryClient, queryOptions } from "@tanstack/react-query";
import {
  createView,
  listViews,
  restoreView,
  trashView,
  updateView,
} from "@/api/generated/sdk.gen.ts";
import type { View, ViewDraft, ViewPatch } from "@/api/generated/types.gen.ts";
import { ifMatch } from "@/api/transport.ts";
import { type ListSearch, listHref } from "@/features/records/list-search.ts";

/** The nouns whose lists have views, as the API calls one of them. */
export type ViewNoun = "lead" | "contact" | "company" | "deal";

/** How a list of deals is laid out; the others are lists. */
export type Layout = "list" | "board";

const keyOf = (noun: ViewNoun) => ["views", noun] as const;

/** One's own views and the shared ones, the shared ones first. */
export function viewsQuery(noun: ViewNoun) {
  return queryOptions({
    queryKey: keyOf(noun),
    staleTime: 60_000,
    queryFn: async ({ signal }) =>
      (await listViews({ query: { noun }, signal, throwOnError: true })).data,
  });
}

/** The calls that change views. */
export const views = {
  create: async (body: ViewDraft) => (await createView({ body, throwOnError: true })).data,
  update: async ({ id, version }: View, body: ViewPatch) =>
    (
      await updateView({
        path: { id },
        headers: { "If-Match": ifMatch(version) },
        body,
        throwOnError: true,
      })
    ).data,
  trash: async ({ id }: View) => (await trashView({ path: { id }, throwOnError: true })).data,
  restore: async ({ id }: View) => (await restoreView({ path: { id }, throwOnError: true })).data,
};

/** Puts a view where it stands among the others, or takes it out. */
export function putView(client: QueryClient, view: View): void {
  client.setQueryData<View[]>(keyOf(view.noun as ViewNoun), (all = []) => {
    const others = all.filter(({ id }) => id !== view.id);
    return view.trashed_at ? others : [...others, view].sort(asTabs);
  });
}

/* Ranks compare by their bytes, as the server has them. */
function asTabs(a: View, b: View): number {
  if (a.shared !== b.shared) return a.shared ? -1 : 1;
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/** Asks for the views again: somebody else has changed them. */
export function refreshViews(client: QueryClient, noun: ViewNoun): void {
  void client.invalidateQueries({ queryKey: keyOf(noun) });
}

/** What a view keeps of an address. */
export type ViewState = Pick<View, "filter" | "sort" | "columns" | "layout" | "pipeline_id">;

/** What of an address a view would keep; the columns of a board are those of its group. */
export function stateOf(search: ListSearch, layout: Layout): ViewState {
  return {
    filter: search.filter ?? "",
    sort: search.sort ?? "",
    columns: (layout === "board" ? search.group : search.columns) ?? "",
    layout,
    pipeline_id: search.pipeline ?? null,
  };
}

/** Whether an address shows what a view keeps. */
export function isSame(a: ViewState, b: ViewState): boolean {
  return (
    a.filter === b.filter &&
    a.sort === b.sort &&
    a.columns === b.columns &&
    a.layout === b.layout &&
    (a.pipeline_id ?? null) === (b.pipeline_id ?? null)
  );
}

/** The address of a view: all of it, so that it shows the same to whoever does not see the view. */
export function viewHref(paths: Record<Layout, string>, view: View): string {
  return listHref(paths[view.layout as Layout], {
    view: view.id,
    pipeline: view.pipeline_id ?? undefined,
    filter: view.filter,
    sort: view.sort,
    [view.layout === "board" ? "group" : "columns"]: view.columns,
  });
}

/** The views beside a view: shared ones beside shared ones, one's own beside one's own. */
export function beside(all: readonly View[], view: View): View[] {
  return all.filter(({ shared }) => shared === view.shared);
}

/** Behind which one a view comes to stand a step to the start or to the end; undefined: there is no such step. */
export function afterStep(
  all: readonly View[],
  view: View,
  step: -1 | 1,
): string | null | undefined {
  const row = beside(all, view);
  const at = row.findIndex(({ id }) => id === view.id);
  if (at < 0 || at + step < 0 || at + step >= row.length) return undefined;
  return (step === 1 ? row[at + 1]?.id : row[at - 2]?.id) ?? null;
}
