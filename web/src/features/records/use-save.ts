import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf } from "./message-of.ts";
import { patchRecord, putRecord } from "./record-cache.ts";
import { keysOf, type Resource, type Versioned } from "./resource.ts";
import { type FieldChange, OverwriteError, rollBack, saveChange } from "./save.ts";

/* A change on its way: `shown` is, for example, the name of a company whose id is sent. */
interface Change<Row, Patch> {
  base: Row;
  patch: Patch;
  shown: Partial<Row> | undefined;
}

/** Saves some fields; `shown` goes with them on the screen until the server has written it. Rejects with a sentence. */
export type Save<Row, Patch> = (patch: Patch, shown?: Partial<Row>) => Promise<void>;

/** Saves fields of a record: shown at once, sent one after the other, taken back when refused. */
export function useSave<Row extends Versioned, Patch extends object>(
  resource: Resource<Row, Patch>,
  record: Row,
) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [meanwhile, setMeanwhile] = useState<readonly FieldChange[]>([]);
  const mutation = useMutation({
    scope: { id: `${resource.noun}:${record.id}` },
    mutationFn: ({ base, patch }: Change<Row, Patch>) => saveChange(client, resource, base, patch),
    onMutate: async ({ base, patch, shown }) => {
      await client.cancelQueries({ queryKey: keysOf(resource.noun).record(base.id) });
      patchRecord<Row>(client, resource.noun, base.id, { ...patch, ...shown } as Partial<Row>);
    },
    onSuccess: ({ record: saved, meanwhile: theirs }) => {
      putRecord(client, resource.noun, saved);
      void client.invalidateQueries({ queryKey: keysOf(resource.noun).events(saved.id) });
      setMeanwhile(theirs);
    },
    onError: (error, { base, patch, shown }) => {
      if (error instanceof OverwriteError) setMeanwhile(error.changes);
      else rollBack(client, resource.noun, base, { ...patch, ...shown });
    },
  });

  async function save(patch: Patch, shown?: Partial<Row>): Promise<void> {
    const base = client.getQueryData<Row>(keysOf(resource.noun).record(record.id)) ?? record;
    try {
      await mutation.mutateAsync({ base, patch, shown });
    } catch (error) {
      const fields = Object.keys(patch);
      throw new Error(
        error instanceof OverwriteError
          ? t`Somebody else changed this meanwhile. Save again to replace it, or press Escape to keep theirs.`
          : messageOf(error, fields),
        { cause: error },
      );
    }
  }

  return { save, meanwhile, dismiss: () => setMeanwhile([]) };
}
