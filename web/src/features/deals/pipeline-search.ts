import { type ListSearch, listHref, readListSearch } from "@/features/records/list-search.ts";
import type { BoardGroup } from "./types.ts";

/** What the pipeline's address says: what a list's does, what the columns are, and whether a deal is being made. */
export interface PipelineSearch extends ListSearch {
  /** Stages when absent. */
  group?: Exclude<BoardGroup, "stage">;
  /** The form for a new deal is open. */
  new?: true;
}

/** Reads an address; what it does not understand it leaves out. */
export function readPipelineSearch(search: Record<string, unknown>): PipelineSearch {
  const { group, ...list } = readListSearch(search);
  return {
    ...list,
    ...(group === "owner" || group === "month" ? { group } : {}),
    ...(search.new === true ? { new: true } : {}),
  };
}

/** The address of the pipeline with this search, as a plain link has it. */
export function pipelineHref({ new: fresh, ...list }: PipelineSearch): string {
  const base = listHref("/pipeline", list);
  if (!fresh) return base;
  return `${base}${base.includes("?") ? "&" : "?"}new=true`;
}
