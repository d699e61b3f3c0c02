import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "@/features/records/message-of.ts";
import { toast } from "@/ui/overlay/toast.tsx";
import { moveRecord, refreshTrash } from "./trash.ts";
import type { TrashNoun } from "./trash-search.ts";

/* What is moved, and whether one may take it back. */
interface Move {
  ids: string[];
  how: "restore" | "trash";
  undoable: boolean;
}

/** Takes records out of the trash, one after the other; those that cannot be taken stay, and it says why. */
export function useRestore(noun: TrashNoun) {
  const { t } = useLingui();
  const client = useQueryClient();
  const moving = useMutation({
    mutationFn: async ({ ids, how }: Move) => {
      const moved: string[] = [];
      let problem: unknown;
      for (const id of ids) {
        try {
          await moveRecord(noun, id, how);
          moved.push(id);
        } catch (error) {
          problem = error;
        }
      }
      return { moved, problem };
    },
    onSuccess: ({ moved, problem }, { undoable }) => {
      if (problem) toast(messageOf(problem), { tone: "bad" });
      if (moved.length === 0 || !undoable) return;
      const said = plural(moved.length, {
        one: "# record is out of the trash",
        other: "# records are out of the trash",
      });
      toast(said, {
        onUndo: () => moving.mutate({ ids: moved, how: "trash", undoable: false }),
      });
    },
    onError: () => toast(t`Nothing was restored`, { tone: "bad" }),
    onSettled: () => refreshTrash(client, noun),
  });
  return {
    restore: (ids: string[]) => moving.mutate({ ids, how: "restore", undoable: true }),
    restoring: moving.isPending,
  };
}
