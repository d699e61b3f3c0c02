import { useLingui } from "@lingui/react/macro";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { recordHref } from "@/features/records/record-ref.ts";
import { findEverything, nounWord } from "@/features/search/find-everything.ts";
import { recentRecords } from "@/features/search/recent.ts";
import { searchHref } from "@/features/search/search-search.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { fuzzyFind } from "@/ui/fuzzy.ts";
import { listShortcuts, type Shortcut } from "@/ui/shortcuts.ts";
import { useSettled } from "@/ui/use-settled.ts";

/** One line of the palette: what it is called, and what choosing it does. */
export interface PaletteItem {
  id: string;
  label: string;
  detail?: string;
  /** The shortcut that does the same. */
  keys?: string;
  /** What is done; missing for what asks first. */
  run?: () => void;
  /** What is asked in a second step. */
  asks?: Shortcut;
}

/** Lines that belong together, under their name. */
export interface PaletteGroup {
  name: string;
  /** Its name is said elsewhere. */
  quiet?: true;
  items: PaletteItem[];
}

/** What the palette offers for what was typed: recent records and actions at first, then whatever fits. */
export function usePaletteItems(typed: string, go: (href: string) => void) {
  const { t } = useLingui();
  const { user } = useSession();
  // what can be done here is what could be done when the palette opened over it
  const [actions] = useState(availableActions);
  const [recent] = useState(() => recentRecords(user.id));
  const text = useSettled(typed.trim());
  const { data, isFetching } = useQuery({
    queryKey: ["search", text],
    enabled: text !== "",
    staleTime: 10_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => findEverything(text, signal),
  });
  const searching = isFetching || text !== typed.trim();
  const found = typed.trim() === "" ? [] : (data ?? []);
  const fitting = fuzzyFind(recent, typed, ({ name }) => name).slice(0, typed === "" ? 6 : 3);
  const known = new Set(found.map(({ href }) => href));
  const groups: PaletteGroup[] = [
    {
      name: t`Recent`,
      items: fitting
        .filter((record) => !known.has(recordHref(record)))
        .map((record) => ({
          id: `recent-${record.id}`,
          label: record.name,
          detail: nounWord(record.noun),
          run: () => go(recordHref(record)),
        })),
    },
    {
      name: t`Found`,
      items: found.map(({ id, label, detail, href }) => ({
        id: `found-${id}`,
        label,
        detail,
        run: () => go(href),
      })),
    },
    ...Array.from(
      Map.groupBy(
        fuzzyFind(actions, typed, ({ label }) => label),
        ({ group }) => group,
      ),
      ([name, ofGroup]) => ({ name, items: ofGroup.map(actionItem) }),
    ),
    // Last, and only when all is found: Enter is for a record.
    {
      name: t`Search`,
      items:
        searching || typed.trim() === ""
          ? []
          : [
              {
                id: "search-everything",
                label: t`Search everything for “${typed.trim()}”`,
                run: () => go(searchHref({ q: typed.trim() })),
              },
            ],
    },
  ];
  return { groups: groups.filter(({ items }) => items.length > 0), searching };
}

function actionItem(action: Shortcut): PaletteItem {
  const { label, keys, group, run } = action;
  return { id: `do-${group}-${label}`, label, keys, run, asks: run ? undefined : action };
}

/** The second step: what an action can be done with. */
export function useChoices(action: Shortcut | null, typed: string) {
  const { data, isFetching } = useQuery({
    queryKey: ["choices", action?.label],
    enabled: action !== null,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await action?.choices?.()) ?? [],
  });
  const fitting = fuzzyFind(data ?? [], typed, ({ label }) => label);
  const groups: PaletteGroup[] =
    action && fitting.length > 0 ? [{ name: action.label, quiet: true, items: fitting }] : [];
  return { groups, searching: isFetching };
}

/* A page's own "New lead" is the same as the one that works everywhere: it stands there once. */
function availableActions(): Shortcut[] {
  const offered = listShortcuts().filter(({ inPalette }) => inPalette !== false);
  return [
    ...new Map(offered.toReversed().map((action) => [action.label, action])).values(),
  ].toReversed();
}
