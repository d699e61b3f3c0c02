import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { toast } from "@/ui/overlay/toast.tsx";
import { messageOf } from "./message-of.ts";
import { putRecord, refreshLists, removeRows } from "./record-cache.ts";
import { keysOf, type Resource, type Versioned } from "./resource.ts";

/** Moves records to the trash: gone from the lists at once, eight seconds to take it back. */
export function useTrash<Row extends Versioned & { name: string }, Patch extends object>(
  resource: Resource<Row, Patch>,
) {
  const { t } = useLingui();
  const client = useQueryClient();

  async function restore(record: Row, putBack: () => void): Promise<void> {
    try {
      const restored = await resource.restore(record.id);
      putBack();
      putRecord(client, resource.noun, restored);
      refreshLists(client, resource.noun);
      toast(t`${record.name} is back`);
    } catch (error) {
      toast(messageOf(error), { tone: "bad" });
    }
  }

  return async function trash(record: Row): Promise<void> {
    const putBack = removeRows<Row>(client, resource.noun, record.id);
    try {
      await resource.trash(record.id);
    } catch (error) {
      putBack();
      toast(messageOf(error), { tone: "bad" });
      return;
    }
    client.removeQueries({ queryKey: keysOf(resource.noun).record(record.id) });
    refreshLists(client, resource.noun);
    toast(t`Moved ${record.name} to the trash`, {
      onUndo: () => void restore(record, putBack),
    });
  };
}
