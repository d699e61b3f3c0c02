import { useLingui } from "@lingui/react/macro";
import type { RefObject } from "react";
import type { Activity } from "@/api/generated/types.gen.ts";
import type { Here } from "@/features/records/api-filter.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useShortcuts } from "@/ui/shortcuts.ts";
import type { TableHandle } from "@/ui/table/data-table.tsx";
import { nextWeek, tomorrow } from "./due.ts";
import type { ActivityChanges } from "./use-activity-changes.ts";

type Act = (activity: Activity) => void;

/** What a row can do; `tick` is missing for who may not change activities, `trash` for who may not trash them. */
export interface RowActions {
  tick?: Act;
  trash?: Act;
  tomorrow: Act;
  nextWeek: Act;
  pickDay: Act;
  edit: Act;
}

/** Puts the rows' actions together. */
export function useRowActions(
  changes: ActivityChanges,
  here: Here,
  open: { pickDay: Act; edit: Act },
): RowActions {
  const { locale } = useFormats();
  const mayUpdate = useCan("activities.update");
  const mayDelete = useCan("activities.delete");
  const place = { timeZone: here.timeZone, locale };
  return {
    tick: mayUpdate ? changes.tick : undefined,
    trash: mayDelete ? changes.trash : undefined,
    tomorrow: (activity) =>
      changes.reschedule(activity, tomorrow(activity.due_at, here.today, place)),
    nextWeek: (activity) =>
      changes.reschedule(activity, nextWeek(activity.due_at, here.today, place)),
    ...open,
  };
}

/** What a key does to a row; undefined when it is none of ours or of no use there. */
export function actionOfKey(key: string, activity: Activity, actions: RowActions): Act | undefined {
  const doable = actions.tick && activity.kind !== "note";
  const open = doable && !activity.done_at;
  switch (key) {
    case "d":
      return doable ? actions.tick : undefined;
    case "t":
      return open ? actions.tomorrow : undefined;
    case "w":
      return open ? actions.nextWeek : undefined;
    case "r":
      return open ? actions.pickDay : undefined;
    case "e":
      return actions.tick && actions.edit;
    case "#":
    case "Delete":
      return actions.trash;
    default:
      return undefined;
  }
}

/** The same keys from anywhere on the page, and in the sheet that `?` shows. */
export function useRowShortcuts(table: RefObject<TableHandle | null>, actions: RowActions): void {
  const { t } = useLingui();
  const group = t`On an activity`;
  const keys: [string, string][] = [
    ...(actions.tick
      ? ([
          ["d", t`Done, or to be done again`],
          ["t", t`Move to tomorrow`],
          ["w", t`Move to next week`],
          ["r", t`Move to a day that you pick`],
          ["e", t`Edit`],
        ] satisfies [string, string][])
      : []),
    ...(actions.trash ? ([["#", t`Move to the trash`]] satisfies [string, string][]) : []),
  ];
  useShortcuts(
    keys.map(([key, label]) => ({
      keys: key,
      label,
      group,
      run: () => table.current?.press(key),
      inPalette: false as const,
    })),
  );
}
