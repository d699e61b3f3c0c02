import { queryOptions, useQuery } from "@tanstack/react-query";
import { listTeams } from "@/api/generated/sdk.gen.ts";
import { usePeople } from "@/features/people/people.ts";
import type { Asked } from "./report-search.ts";

/** The teams of the workspace. */
export const teamsQuery = queryOptions({
  queryKey: ["teams"],
  staleTime: 5 * 60_000,
  queryFn: async ({ signal }) => (await listTeams({ signal, throwOnError: true })).data,
});

interface TeamLike {
  id: string;
  parent_id?: string | null;
}

/** A team and the teams below it. */
export function below(teams: readonly TeamLike[], id: string): Set<string> {
  const all = new Set([id]);
  let size = 0;
  while (size !== all.size) {
    size = all.size;
    for (const team of teams) if (team.parent_id && all.has(team.parent_id)) all.add(team.id);
  }
  return all;
}

/** More people than an address can name. */
const OWNERS_MAX = 100;

/** Whose leads are asked for, person by person, as the list's filter says it; null when there are too many to name. */
export function useAskedOwners({ owner_id, team_id }: Asked): string[] | undefined | null {
  const teams = useQuery({ ...teamsQuery, enabled: team_id !== undefined }).data;
  const { people } = usePeople();
  if (!team_id) return owner_id;
  if (!teams) return null;
  const within = below(teams, team_id);
  const members = people.filter((person) => person.team_id && within.has(person.team_id));
  const ids = members.map(({ id }) => id).filter((id) => !owner_id || owner_id.includes(id));
  return ids.length === 0 || ids.length > OWNERS_MAX ? null : ids;
}
