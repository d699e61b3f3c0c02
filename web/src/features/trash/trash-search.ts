import { readable } from "@/router/search.ts";

/** The nouns that have a trash, in the order of their tabs. */
export const TRASH_NOUNS = [
  "leads",
  "contacts",
  "companies",
  "deals",
  "activities",
  "attachments",
] as const;

/** One of them. */
export type TrashNoun = (typeof TRASH_NOUNS)[number];

/** What the address of the trash holds. Absent: leads, of any name, trashed by anybody. */
export interface TrashSearch {
  noun?: TrashNoun;
  /** What the name holds. */
  name?: string;
  /** Who trashed it: "me", or a person's id. */
  by?: string;
}

/** Reads the trash's part of the address. What makes no sense there is left out, never an error. */
export function readTrashSearch(search: Record<string, unknown>): TrashSearch {
  const noun = TRASH_NOUNS.find((known) => known === search.noun);
  const { name, by } = search;
  return {
    ...(noun && noun !== "leads" ? { noun } : {}),
    ...(typeof name === "string" && name !== "" ? { name } : {}),
    ...(typeof by === "string" && /^(me|[0-9a-f-]{36})$/.test(by) ? { by } : {}),
  };
}

/** The address of the trash in some state. */
export function trashHref(search: TrashSearch): string {
  const query = new URLSearchParams(Object.entries(readTrashSearch({ ...search })));
  return query.size === 0 ? "/trash" : `/trash?${readable(query.toString())}`;
}

/** What the API is asked for. */
export function trashFilter({ name, by }: TrashSearch): string | undefined {
  const and = [
    ...(name ? [{ field: "name", op: "contains", value: name }] : []),
    ...(by ? [{ field: "trashed_by", op: "eq", value: by }] : []),
  ];
  return and.length === 0 ? undefined : JSON.stringify({ and });
}
