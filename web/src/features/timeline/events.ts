import { infiniteQueryOptions } from "@tanstack/react-query";
import { listEventsOfRecord } from "@/api/generated/sdk.gen.ts";
import { keysOf } from "@/features/records/resource.ts";

/** How many events come at a time. */
const PAGE_ROWS = 30;

/** What was done to a record, newest first, page by page. */
export function eventsQuery(noun: string, id: string) {
  return infiniteQueryOptions({
    queryKey: keysOf(noun).events(id),
    staleTime: 15_000,
    queryFn: async ({ pageParam, signal }) =>
      (
        await listEventsOfRecord({
          path: { noun, id },
          query: { cursor: pageParam, limit: PAGE_ROWS },
          signal,
          throwOnError: true,
        })
      ).data,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** Who made a change of a record that was found there, by name; null when nobody knows. */
export async function actorOf(
  noun: string,
  id: string,
  changes: readonly { field: string; after: unknown }[],
): Promise<string | null> {
  const page = await listEventsOfRecord({
    path: { noun, id },
    query: { limit: 10 },
    throwOnError: true,
  });
  const made = page.data.items.find((event) =>
    event.changes.some((change) =>
      changes.some(
        ({ field, after }) =>
          field === change.field && JSON.stringify(after) === JSON.stringify(change.after),
      ),
    ),
  );
  return made?.actor_name ?? null;
}
