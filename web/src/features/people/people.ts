import { queryOptions, useQuery } from "@tanstack/react-query";
import { listUsers } from "@/api/generated/sdk.gen.ts";
import type { User } from "@/api/generated/types.gen.ts";
import { compareText, i18n } from "@/i18n/i18n.ts";

/** Everybody in the workspace, API keys and those who have left too: their names stand on records. */
export const peopleQuery = queryOptions({
  queryKey: ["people"],
  staleTime: 5 * 60_000,
  queryFn: async ({ signal }) => (await listUsers({ signal, throwOnError: true })).data,
});

/** The people of the workspace as lists and records need them. */
export interface People {
  people: readonly User[];
  byId: ReadonlyMap<string, User>;
  /** Who can own something now, by name. */
  active: readonly User[];
  nameOf: (id: string | null | undefined) => string | undefined;
  /** False until they are here: a name that is missing then is only on its way. */
  known: boolean;
}

const NOBODY: People = {
  people: [],
  byId: new Map(),
  active: [],
  nameOf: () => undefined,
  known: false,
};
const arranged = new WeakMap<readonly User[], { locale: string; people: People }>();

/** The people; empty until they are here. Ask once a page, not once a row: each call watches the cache. */
export function usePeople(): People {
  const people = useQuery(peopleQuery).data;
  return people ? arrange(people) : NOBODY;
}

function arrange(people: readonly User[]): People {
  const known = arranged.get(people);
  if (known?.locale === i18n.locale) return known.people;
  const byId = new Map(people.map((person) => [person.id, person]));
  const fresh: People = {
    people,
    byId,
    nameOf: (id) => (id ? byId.get(id)?.name : undefined),
    active: people.filter(isHere).sort(byName),
    known: true,
  };
  arranged.set(people, { locale: i18n.locale, people: fresh });
  return fresh;
}

/** Whether somebody is a person who can be given something: an API key is not. */
export function isHere({ kind, state }: User): boolean {
  return kind === "person" && state === "active";
}

function byName(a: User, b: User): number {
  return compareText(a.name, b.name);
}
