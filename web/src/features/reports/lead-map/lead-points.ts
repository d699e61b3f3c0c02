import { queryOptions } from "@tanstack/react-query";
import { apiFetch } from "@/api/transport.ts";
import { type Asked, without } from "../report-search.ts";

/** Leads as columns of numbers, the newest first. */
export interface LeadPoints {
  /** How many. */
  count: number;
  /** There are older ones that are not among them. */
  more: boolean;
  statuses: string[];
  currencies: string[];
  /** Seconds since 1970. */
  created: Float64Array;
  /** Minor units; NaN where none is known. */
  amounts: Float64Array;
  scores: Uint8Array;
  /** Index into `statuses`. */
  status: Uint8Array;
  /** Index into `currencies`; 255 for none. */
  currency: Uint8Array;
  /** The id of a lead, made into text when it is wanted. */
  idOf: (index: number) => string;
}

interface Head {
  points: number;
  more: boolean;
  statuses: string[];
  currencies: string[];
}

/** Takes an answer apart: a head in JSON, and columns of numbers behind it that are used where they lie. */
export function readPoints(buffer: ArrayBuffer): LeadPoints {
  const length = new DataView(buffer).getUint32(0, true);
  const head: Head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const { points: count, more, statuses, currencies } = head;
  const at = 4 + length;
  const ids = new Uint8Array(buffer, at + count * 16, count * 16);
  const bytes = (column: number) => new Uint8Array(buffer, at + count * column, count);
  return {
    count,
    more,
    statuses,
    currencies,
    created: new Float64Array(buffer, at, count),
    amounts: new Float64Array(buffer, at + count * 8, count),
    scores: bytes(32),
    status: bytes(33),
    currency: bytes(34),
    idOf: (index) => uuid(ids.subarray(index * 16, index * 16 + 16)),
  };
}

function uuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The points of the leads asked for. They are numbers by the megabyte: not kept for long. */
export function leadPoints(asked: Asked) {
  const { owner_id, ...rest } = without(asked, "pipeline_id");
  const query = new URLSearchParams({
    ...rest,
    ...(owner_id ? { owner_id: owner_id.join(",") } : {}),
  });
  return queryOptions({
    queryKey: ["reports", "lead-points", query.toString()],
    gcTime: 60_000,
    staleTime: 30_000,
    meta: { persist: false },
    queryFn: async ({ signal }) =>
      readPoints(
        await (await apiFetch(`/api/reports/lead-points?${query}`, { signal })).arrayBuffer(),
      ),
  });
}
