import type { MappingPatch, NearMatch } from "@/api/generated/types.gen.ts";

/** The proposals that can be confirmed together: names with one look-alike. Of two, a person chooses. */
export function certain(matches: readonly NearMatch[]): NearMatch[] {
  const same = (a: NearMatch, b: NearMatch) => a.field === b.field && a.from === b.from;
  return matches.filter((match) => matches.filter((other) => same(match, other)).length === 1);
}

/** The change of the mapping that confirms proposals. */
export function confirmation(matches: readonly NearMatch[]): MappingPatch {
  const values: NonNullable<MappingPatch["values"]> = {};
  for (const { field, from, to } of matches) values[field] = { ...values[field], [from]: to };
  return { values };
}
