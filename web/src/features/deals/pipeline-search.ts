import { type ListSearch, listHref, readListSearch } from "@/features/records/list-search.ts";
import type { BoardGroup } from "./types.ts";

/** What the pipeline's address says: which pipeline, cut how, which view and conditions, which deal lies open. */
export interface PipelineSearch extends Pick<ListSearch, "view" | "filter"> {
  pipeline?: string;
  /** Stages when absent. */
  group?: Exclude<BoardGroup, "stage">;
  /** The deal that lies open beside the board. */
  deal?: string;
  /** The form for a new deal is open. */
  new?: true;
}

/** Reads an address; what it does not understand it leaves out. */
export function readPipelineSearch(search: Record<string, unknown>): PipelineSearch {
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
  const { view, filter } = readListSearch(search);
  return {
    pipeline: text(search.pipeline),
    group: search.group === "owner" || search.group === "month" ? search.group : undefined,
    view,
    filter,
    deal: text(search.deal),
    new: search.new === true ? true : undefined,
  };
}

/** The address of the pipeline with this search, as a plain link has it. */
export function pipelineHref({
  pipeline,
  group,
  deal,
  new: fresh,
  ...list
}: PipelineSearch): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries({ pipeline, group, deal, new: fresh }))
    if (value !== undefined) query.set(key, String(value));
  const base = listHref("/pipeline", list);
  if (query.size === 0) return base;
  return base + (base.includes("?") ? "&" : "?") + query.toString();
}
