import { queryOptions } from "@tanstack/react-query";
import {
  listTags,
  listTagsOfRecords,
  setCompanyTags,
  setContactTags,
  setDealTags,
  setLeadTags,
} from "@/api/generated/sdk.gen.ts";
import type { RecordTags, Tag, TagSet } from "@/api/generated/types.gen.ts";
import { ifMatch } from "@/api/transport.ts";
import { batched } from "@/features/records/batched.ts";
import { compareText } from "@/i18n/i18n.ts";

/** The nouns whose pages show tags, as in the address, each with how the API calls one of them. */
const SINGULAR = {
  leads: "lead",
  contacts: "contact",
  companies: "company",
  deals: "deal",
} as const;

/** One of them. */
export type TaggedNoun = keyof typeof SINGULAR;

/** The tags of the workspace, by name. */
export const tagsQuery = queryOptions({
  queryKey: ["tags"],
  staleTime: 60_000,
  queryFn: async ({ signal }) => (await listTags({ signal, throwOnError: true })).data,
});

/** Where a record's tags are kept. */
export const recordTagsKey = (noun: TaggedNoun, id: string) => [noun, "tags", id] as const;

const asks = Object.fromEntries(
  Object.entries(SINGULAR).map(([plural, noun]) => [
    plural,
    batched(async (ids): Promise<ReadonlyMap<string, Tag[]>> => {
      const query = { noun, ids: ids.join() };
      const { data } = await listTagsOfRecords({ query, throwOnError: true });
      return new Map(data.map(({ record_id, tags }) => [record_id, tags]));
    }),
  ]),
) as Record<TaggedNoun, (id: string) => Promise<Tag[] | undefined>>;

/** The tags of a record, by name. */
export function recordTagsQuery(noun: TaggedNoun, id: string) {
  return queryOptions({
    queryKey: recordTagsKey(noun, id),
    staleTime: 15_000,
    queryFn: async (): Promise<Tag[]> => (await asks[noun](id)) ?? [],
  });
}

/** Sets all tags of a record. They are part of it: its version grows. */
export async function setTags(
  noun: TaggedNoun,
  id: string,
  version: number,
  tags: readonly Tag[],
): Promise<RecordTags> {
  const call = {
    path: { id },
    headers: { "If-Match": ifMatch(version) },
    body: { tag_ids: tags.map((tag) => tag.id) } satisfies TagSet,
    throwOnError: true,
  } as const;
  switch (noun) {
    case "leads":
      return (await setLeadTags(call)).data;
    case "contacts":
      return (await setContactTags(call)).data;
    case "companies":
      return (await setCompanyTags(call)).data;
    case "deals":
      return (await setDealTags(call)).data;
  }
}

/** A tag that is put on a record or taken off. */
export interface TagChange {
  tag: Tag;
  on: boolean;
}

/** A record's tags after a change, by name as the server has them. */
export function applyChange(tags: readonly Tag[], { tag, on }: TagChange): Tag[] {
  const others = tags.filter(({ id }) => id !== tag.id);
  return on ? [...others, tag].sort((a, b) => compareText(a.name, b.name)) : others;
}

/** Which tags an audit event put on and took off: it has the ids before and after. */
export function tagDifference(
  before: unknown,
  after: unknown,
): { added: string[]; removed: string[] } {
  const ids = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  const had = ids(before);
  const has = ids(after);
  return {
    added: has.filter((id) => !had.includes(id)),
    removed: had.filter((id) => !has.includes(id)),
  };
}
