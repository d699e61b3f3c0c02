import { queryOptions } from "@tanstack/react-query";
import { listCustomFields, listCustomValuesOfRecords } from "@/api/generated/sdk.gen.ts";
import type { CustomValue, Noun } from "@/api/generated/types.gen.ts";
import { batched } from "@/features/records/batched.ts";

/** A record's values by the fields' keys. */
export type CustomValues = Record<string, CustomValue>;

/** The custom fields of a noun's records. They change seldom. */
export function customFieldsQuery(noun: Noun) {
  return queryOptions({
    queryKey: ["custom-fields", noun],
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) =>
      (await listCustomFields({ query: { noun }, signal, throwOnError: true })).data,
  });
}

/** The same with what is in the trash: those who define fields bring it back. */
export function trashedFieldsQuery(noun: Noun) {
  return queryOptions({
    queryKey: ["custom-fields", noun, "trashed too"],
    queryFn: async ({ signal }) =>
      (await listCustomFields({ query: { noun, trashed: true }, signal, throwOnError: true })).data,
  });
}

const asks = new Map<Noun, (id: string) => Promise<CustomValues | undefined>>();

function askFor(noun: Noun) {
  const known = asks.get(noun);
  if (known) return known;
  const ask = batched(async (ids): Promise<ReadonlyMap<string, CustomValues>> => {
    const query = { noun, ids: ids.join() };
    const { data } = await listCustomValuesOfRecords({ query, throwOnError: true });
    return new Map(data.map(({ record_id, values }) => [record_id, values as CustomValues]));
  });
  asks.set(noun, ask);
  return ask;
}

/** The custom values of a record that is written into a file, asked for together with those of others. */
async function customValuesOf(noun: Noun, id: string): Promise<CustomValues> {
  return (await askFor(noun)(id)) ?? {};
}

/** The custom values of one of the records of a list. */
export function customValuesQuery(noun: Noun, id: string) {
  return queryOptions({
    queryKey: ["custom-values", noun, id],
    staleTime: 15_000,
    queryFn: () => customValuesOf(noun, id),
  });
}
