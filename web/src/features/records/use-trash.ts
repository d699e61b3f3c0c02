import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { toast } from "@/ui/overlay/toast.tsx";
import { messageOf } from "./message-of.ts";
import { putRecord, refreshLists, removeRows } from "./record-cache.ts";
import { keysOf, type Resource, type Versioned } from "./resource.ts";

/* An activity has no name; what it is about says which one it is. */
type Named = Versioned & ({ name: string } | { subject: string });

function nameOf(record: Named): string {
  return "name" in record ? record.name : record.subject;
}

/** Moves records to the trash: gone from the lists at once, eight seconds to take it back. */
export function useTrash<Row extends Named, Patch extends object>(resource: Resource<Row, Patch>) {
  const { t } = useLingui();
  const client = useQueryClient();
  const restore = useRestore(resource);
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
    const name = nameOf(record);
    toast(t`Moved ${name} to the trash`, {
      onUndo: () => void restore(record, putBack),
    });
  };
}

/** Takes a record out of the trash; `putBack` puts its rows where they were. */
export function useRestore<Row extends Named, Patch extends object>(
  resource: Resource<Row, Patch>,
) {
  const { t } = useLingui();
  const client = useQueryClient();
  return async function restore(record: Row, putBack?: () => void): Promise<void> {
    try {
      const restored = await resource.restore(record.id);
      putBack?.();
      putRecord(client, resource.noun, restored);
      void client.invalidateQueries({ queryKey: keysOf(resource.noun).events(record.id) });
      refreshLists(client, resource.noun);
      const name = nameOf(record);
      toast(t`${name} is out of the trash`);
    } catch (error) {
      toast(messageOf(error), { tone: "bad" });
    }
  };
}
