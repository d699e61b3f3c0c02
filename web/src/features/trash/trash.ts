import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import {
  countTrash,
  listTrash,
  purgeTrash,
  restoreActivity,
  restoreAttachment,
  restoreCompany,
  restoreContact,
  restoreDeal,
  restoreLead,
  trashActivity,
  trashAttachment,
  trashCompany,
  trashContact,
  trashDeal,
  trashLead,
  weighTrash,
} from "@/api/generated/sdk.gen.ts";
import { refreshLists } from "@/features/records/record-cache.ts";
import type { TrashNoun } from "./trash-search.ts";

const KEY = "trash";
const PAGE_ROWS = 100;

/** What lies in a noun's trash, the last first. */
export function trashQuery(noun: TrashNoun, filter: string | undefined) {
  return infiniteQueryOptions({
    queryKey: [KEY, noun, filter ?? ""],
    queryFn: async ({ pageParam, signal }) =>
      (
        await listTrash({
          path: { noun },
          query: { filter, cursor: pageParam, limit: PAGE_ROWS },
          signal,
          throwOnError: true,
        })
      ).data,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** How much lies in each noun's trash, and after how many days it goes. */
export const trashCountsQuery = queryOptions({
  queryKey: [KEY, "counts"],
  queryFn: async ({ signal }) => (await countTrash({ signal, throwOnError: true })).data,
});

/** What would go with some records. */
export function weightQuery(noun: TrashNoun, ids: string[]) {
  return queryOptions({
    queryKey: [KEY, "weight", noun, ids],
    staleTime: 0,
    queryFn: async ({ signal }) =>
      (await weighTrash({ path: { noun }, body: { ids }, signal, throwOnError: true })).data,
  });
}

const CALLS = {
  leads: { restore: restoreLead, trash: trashLead },
  contacts: { restore: restoreContact, trash: trashContact },
  companies: { restore: restoreCompany, trash: trashCompany },
  deals: { restore: restoreDeal, trash: trashDeal },
  activities: { restore: restoreActivity, trash: trashActivity },
  attachments: { restore: restoreAttachment, trash: trashAttachment },
};

/** Takes a record out of the trash, or puts it back there. */
export async function moveRecord(
  noun: TrashNoun,
  id: string,
  how: "restore" | "trash",
): Promise<void> {
  await CALLS[noun][how]({ path: { id }, throwOnError: true });
}

/** Deletes records for good. */
export async function purge(noun: TrashNoun, ids: string[]): Promise<void> {
  await purgeTrash({ path: { noun }, body: { ids }, throwOnError: true });
}

/** After records left or entered the trash: whatever shows them asks again. */
export function refreshTrash(client: QueryClient, noun: TrashNoun): void {
  void client.invalidateQueries({ queryKey: [KEY] });
  void client.invalidateQueries({ queryKey: [noun, "record"] });
  void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === "attachments" });
  if (noun === "deals") void client.invalidateQueries({ queryKey: ["deals"] });
  else refreshLists(client, noun);
}
