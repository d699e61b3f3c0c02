import { t } from "@lingui/core/macro";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import type { CustomValue, Noun, RecordValues } from "@/api/generated/types.gen.ts";
import { ProblemError } from "@/api/problem.ts";
import { request } from "@/api/transport.ts";
import { knownDeal, showDeal } from "@/features/deals/deal-cache.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { patchRecord } from "@/features/records/record-cache.ts";
import { keysOf, type Versioned } from "@/features/records/resource.ts";
import { type CustomValues, customValuesQuery } from "./custom-fields.ts";

/** The nouns that have pages, as addresses name them. */
const PLURALS = { lead: "leads", contact: "contacts", company: "companies", deal: "deals" };

/** A noun whose records have a page. */
export type PagedNoun = keyof typeof PLURALS & Noun;

/** A field's new value; null empties it. */
interface Change {
  key: string;
  value: CustomValue | null;
}

/** Sets custom fields of a record: shown at once, in one line with its other changes. Rejects with a sentence. */
export function useSetCustom(noun: PagedNoun, record: Versioned) {
  const client = useQueryClient();
  const plural = PLURALS[noun];
  const { queryKey } = customValuesQuery(noun, record.id);
  const saving = useMutation({
    scope: { id: noun === "deal" ? "deals" : `${plural}:${record.id}` },
    mutationFn: (change: Change) => put(noun, record.id, change),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData<CustomValues>(queryKey);
      client.setQueryData<CustomValues>(queryKey, (values) => changed(values ?? {}, change));
      return before;
    },
    onSuccess: ({ version, values }) => {
      client.setQueryData(queryKey, values);
      showVersion(client, noun, record.id, version);
      void client.invalidateQueries({ queryKey: keysOf(plural).events(record.id) });
    },
    onError: (_error, _change, before) => {
      client.setQueryData(queryKey, before);
      void client.invalidateQueries({ queryKey });
    },
  });
  return (key: string, value: CustomValue | null) =>
    saving.mutateAsync({ key, value }).catch((error: unknown) => {
      throw new Error(sentence(error), { cause: error });
    });
}

/* The server takes all fields of a record at once: those of now, with the one that is changed. */
async function put(noun: PagedNoun, id: string, change: Change) {
  const path = `/api/${PLURALS[noun]}/${id}/custom`;
  const now = await request<RecordValues>(path);
  return request<RecordValues>(path, {
    method: "PUT",
    ifMatch: now.version,
    body: { values: changed(now.values as CustomValues, change) },
  });
}

/* Custom fields are part of the record: its next change is one of this version. */
function showVersion(client: QueryClient, noun: PagedNoun, id: string, version: number): void {
  const deal = noun === "deal" ? knownDeal(client, id) : undefined;
  if (deal) showDeal(client, { ...deal, version });
  else patchRecord<Versioned>(client, PLURALS[noun], id, { version });
}

function changed(values: CustomValues, { key, value }: Change): CustomValues {
  const { [key]: _, ...others } = values;
  return value === null ? others : { ...others, [key]: value };
}

function sentence(error: unknown): string {
  const conflict = error instanceof ProblemError && error.code === "version_conflict";
  return conflict ? t`Somebody changed this record a moment ago. Save again.` : messageOf(error);
}
