import { queryOptions, useQuery } from "@tanstack/react-query";
import type { User } from "@/api/generated/types.gen.ts";
import { request } from "@/api/transport.ts";

/** The people of the workspace: owners, actors, assignees are named from this one list. */
export const peopleQuery = queryOptions({
  queryKey: ["people"],
  staleTime: 5 * 60_000,
  queryFn: ({ signal }) => request<User[]>("/api/users", { signal }),
});

/** The people, and a name for an id. Empty until they are there: no page waits for them. */
export function usePeople(): {
  people: readonly User[];
  /** Those who can be given something to do. */
  active: readonly User[];
  nameOf: (id: string | null | undefined) => string | undefined;
} {
  const people = useQuery(peopleQuery).data ?? [];
  return {
    people,
    active: people.filter((person) => person.state === "active"),
    nameOf: (id) => people.find((person) => person.id === id)?.name,
  };
}
