import type { Noun } from "@/api/generated/types.gen.ts";

/** The nouns that have custom fields, in the order in which they are offered. */
export const FIELD_NOUNS = [
  "lead",
  "contact",
  "company",
  "deal",
  "product",
] as const satisfies Noun[];

/** Whose fields the page shows. */
export interface FieldsSearch {
  noun: Noun;
}

/** Reads an address; leads when it says nothing that is understood. */
export function readFieldsSearch({ noun }: Record<string, unknown>): FieldsSearch {
  return { noun: FIELD_NOUNS.find((one) => one === noun) ?? "lead" };
}

/** The address of a noun's fields. */
export const fieldsHref = (noun: Noun) =>
  noun === "lead" ? "/settings/custom-fields" : `/settings/custom-fields?noun=${noun}`;
