import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "@/ui/overlay/toast.tsx";
import { refreshLists } from "./record-cache.ts";
import { keysOf, type Versioned } from "./resource.ts";
import { useGo } from "./use-go.ts";

/** Makes a record, says so with a way to it, and brings the lists up to date. */
export function useCreate<Row extends Versioned & { name: string }, Draft>(
  noun: string,
  create: (draft: Draft) => Promise<Row>,
  onCreated: (record: Row) => void,
) {
  const { t } = useLingui();
  const client = useQueryClient();
  const go = useGo();
  return useMutation({
    mutationFn: create,
    onSuccess: (record) => {
      client.setQueryData(keysOf(noun).record(record.id), record);
      refreshLists(client, noun);
      toast(t`Created ${record.name}`, {
        onUndo: () => go(`/${noun}/${record.id}`),
        undoLabel: t({ message: "Open", context: "verb" }),
      });
      onCreated(record);
    },
  });
}
