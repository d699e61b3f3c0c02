/** What the address of a list holds: the tab, the sort, the conditions, and the record that lies open beside it. */
export interface ListSearch {
  view?: string;
  sort?: string;
  filter?: string;
  open?: string;
}

/** Reads a list's part of the address. What makes no sense there is left out, never an error. */
export function readListSearch(search: Record<string, unknown>): ListSearch {
  const text = (name: keyof ListSearch) => {
    const value = search[name];
    return typeof value === "string" && value !== "" ? { [name]: value } : {};
  };
  return { ...text("view"), ...text("sort"), ...text("filter"), ...text("open") };
}

/** The address of a list in some state. */
export function listHref(path: string, search: ListSearch): string {
  const query = new URLSearchParams(readListSearch({ ...search }) as Record<string, string>);
  return query.size === 0 ? path : `${path}?${readable(query.toString())}`;
}

/** Leaves those signs of a query readable that need no escape there: `status:new,contacted`. */
export function readable(query: string): string {
  return query.replaceAll("%3A", ":").replaceAll("%2C", ",");
}
