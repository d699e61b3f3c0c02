import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import type { View, ViewPatch } from "@/api/generated/types.gen.ts";
import { ProblemError } from "@/api/problem.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { useGo } from "@/features/records/use-go.ts";
import { toast } from "@/ui/overlay/toast.tsx";
import {
  type Layout,
  putView,
  refreshViews,
  type ViewNoun,
  type ViewState,
  viewHref,
  views,
} from "./views.ts";

/** What can be done with the views of a list. All of it tells how it went. */
export function useViewActions(noun: ViewNoun, paths: Record<Layout, string>) {
  const { t } = useLingui();
  const client = useQueryClient();
  const go = useGo();

  async function tell<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      refreshViews(client, noun);
      const changed = error instanceof ProblemError && error.status === 409;
      toast(changed ? t`Somebody else has just changed this view. Look again.` : messageOf(error), {
        tone: "bad",
      });
      return undefined;
    }
  }

  async function change(view: View, patch: ViewPatch): Promise<View | undefined> {
    const changed = await tell(() => views.update(view, patch));
    if (changed) putView(client, changed);
    return changed;
  }

  async function create(name: string, shared: boolean, state: ViewState): Promise<boolean> {
    const made = await tell(() => views.create({ noun, name, shared, ...state }));
    if (!made) return false;
    putView(client, made);
    go(viewHref(paths, made));
    return true;
  }

  async function restore(view: View): Promise<void> {
    const back = await tell(() => views.restore(view));
    if (!back) return;
    putView(client, back);
    go(viewHref(paths, back));
  }

  return {
    create,
    change,
    save: async (view: View, state: ViewState) => {
      const saved = await change(view, state);
      if (saved) toast(t`Saved ${saved.name}`, { onUndo: () => void change(saved, keptOf(view)) });
    },
    duplicate: (view: View) => create(t`Copy of ${view.name}`.slice(0, 60), false, keptOf(view)),
    remove: async (view: View) => {
      const gone = await tell(() => views.trash(view));
      if (!gone) return;
      putView(client, gone);
      go(paths[view.layout as Layout]);
      toast(t`Deleted the view ${view.name}`, { onUndo: () => void restore(view) });
    },
  };
}

/** What can be done with views. */
export type ViewActions = ReturnType<typeof useViewActions>;

function keptOf({ filter, sort, columns, layout, pipeline_id }: View): ViewState {
  return { filter, sort, columns, layout, pipeline_id: pipeline_id ?? null };
}
