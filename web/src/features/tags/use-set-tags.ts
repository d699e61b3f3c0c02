import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { RecordTags, Tag } from "@/api/generated/types.gen.ts";
import { ProblemError } from "@/api/problem.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { patchRecord } from "@/features/records/record-cache.ts";
import { keysOf, type Versioned } from "@/features/records/resource.ts";
import { toast } from "@/ui/overlay/toast.tsx";
import { applyChange, recordTagsKey, setTags, type TagChange, type TaggedNoun } from "./tags.ts";

/**
 * Puts tags on a record and takes them off: shown at once, sent one after the other and after other
 * changes of the record, taken back when refused. Somebody else's tags are never undone by ours.
 */
export function useSetTags(noun: TaggedNoun, record: Versioned): (change: TagChange) => void {
  const { t } = useLingui();
  const client = useQueryClient();
  const key = recordTagsKey(noun, record.id);
  const show = (change: TagChange) =>
    client.setQueryData<Tag[]>(key, (tags) => applyChange(tags ?? [], change));
  const mutation = useMutation({
    scope: { id: `${noun}:${record.id}` },
    onMutate: async (change: TagChange) => {
      await client.cancelQueries({ queryKey: key });
      show(change);
    },
    mutationFn: async (change: TagChange) => {
      const known = client.getQueryData<Versioned>(keysOf(noun).record(record.id)) ?? record;
      const wanted = client.getQueryData<Tag[]>(key) ?? [];
      try {
        return await setTags(noun, record.id, known.version, wanted);
      } catch (error) {
        const current = currentTags(error);
        if (!current) throw error;
        return setTags(noun, record.id, current.version, applyChange(current.tags, change));
      }
    },
    onSuccess: ({ version, tags }) => {
      patchRecord<Versioned>(client, noun, record.id, { version });
      if (client.isMutating({ mutationKey: key }) <= 1) client.setQueryData<Tag[]>(key, tags);
      void client.invalidateQueries({ queryKey: keysOf(noun).events(record.id) });
    },
    onError: (error, { tag, on }) => {
      show({ tag, on: !on });
      toast(t`The tags were not changed`, { tone: "bad", detail: messageOf(error) });
    },
    mutationKey: key,
  });
  return mutation.mutate;
}

/* What a conflict says about the tags as they are now. */
function currentTags(error: unknown): RecordTags | null {
  if (!(error instanceof ProblemError) || error.code !== "version_conflict") return null;
  return (error.current as RecordTags | undefined) ?? null;
}
