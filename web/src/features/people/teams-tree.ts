import type { Team } from "@/api/generated/types.gen.ts";

/** A team in its tree. */
export interface Branch {
  team: Team;
  /** How many teams stand above it. */
  depth: number;
}

/** The teams as a tree reads from top to bottom: each in front of those below it, by name. */
export function branches(
  teams: readonly Team[],
  compare: (a: string, b: string) => number,
): Branch[] {
  const known = new Set(teams.map(({ id }) => id));
  const parentOf = ({ parent_id }: Team) => (parent_id && known.has(parent_id) ? parent_id : null);
  const walk = (parent: string | null, depth: number): Branch[] =>
    teams
      .filter((team) => parentOf(team) === parent)
      .sort((a, b) => compare(a.name, b.name))
      .flatMap((team) => [{ team, depth }, ...walk(team.id, depth + 1)]);
  return walk(null, 0);
}
