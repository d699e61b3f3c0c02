import { useLingui } from "@lingui/react/macro";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createBulk, undoBulk } from "@/api/generated/sdk.gen.ts";
import type { Bulk, BulkChange, BulkReport } from "@/api/generated/types.gen.ts";
import { toast } from "@/ui/overlay/toast.tsx";
import { messageOf } from "../message-of.ts";
import { keysOf } from "../resource.ts";
import { outcomeOf, watchBulk } from "./running.ts";
import type { BulkNoun, BulkScope } from "./types.ts";

/* Without conditions it is everything that one sees, and that has to be said. */
const EVERYTHING = '{"and":[]}';

/** Changes many records at once, tells how it ends in exact numbers, and offers to take it back. */
export function useBulk(noun: string, bulk: BulkNoun) {
  const { t } = useLingui();
  const client = useQueryClient();
  const counted = bulk.counted;

  async function follow(started: Promise<Bulk>, label: string, tell: (report: BulkReport) => void) {
    try {
      const report = await watchBulk(await started, noun, label);
      refresh(client, noun);
      if (report.state === "failed")
        toast(t`It stopped in the middle`, {
          detail: report.problem ?? "",
          tone: "bad",
          onUndo: () => undo(report.id),
        });
      else tell(report);
    } catch (error) {
      refresh(client, noun);
      toast(messageOf(error), { tone: "bad" });
    }
  }

  function undo(id: string): void {
    const started = undoBulk({ path: { id }, throwOnError: true }).then(({ data }) => data);
    void follow(started, t`Undoing`, (report) => {
      const restored = counted(outcomeOf(report, "restored").count);
      const kept = outcomeOf(report, "kept").count;
      toast(t`Put back ${restored}`, {
        detail: kept > 0 ? t`${counted(kept)} had changed since and stay as they are.` : undefined,
      });
    });
  }

  return function change(scope: BulkScope, what: BulkChange): void {
    const which =
      "ids" in scope
        ? { records: scope.ids.map((id) => ({ id })) }
        : { filter: scope.filter ?? EVERYTHING };
    const body = { noun: bulk.singular, change: what, ...which };
    const started = createBulk({ body, throwOnError: true }).then(({ data }) => data);
    void follow(started, t`Changing`, (report) => {
      const { count } = outcomeOf(report, "changed");
      const refused = outcomeOf(report, "refused");
      const detail =
        refused.count > 0 ? t`${counted(refused.count)} refused: ${refused.reason}` : undefined;
      if (count === 0) {
        toast(t`Nothing was changed`, { detail, tone: refused.count > 0 ? "bad" : "plain" });
        return;
      }
      const changed = counted(count);
      const done = "trash" in what ? t`Moved ${changed} to the trash` : t`Changed ${changed}`;
      toast(done, { detail, onUndo: () => undo(report.id) });
    });
  };
}

/* Long lists begin anew: to ask for all their pages again would be many requests for rows out of sight. */
function refresh(client: QueryClient, noun: string): void {
  void client.resetQueries({ queryKey: keysOf(noun).lists });
  if (noun === "deals") void client.invalidateQueries({ queryKey: ["board"] });
  void client.invalidateQueries({
    queryKey: [noun],
    predicate: ({ queryKey }) => queryKey[1] !== "list",
  });
}
