import { listHref } from "@/features/records/list-search.ts";
import { writeConditions } from "@/ui/filter/conditions.ts";
import type { Asked } from "./report-search.ts";

/** Which deals a figure is of, as the API takes it. */
export interface Figure {
  of: "created" | "closed" | "open" | "undated";
  from?: string;
  to?: string;
  owner_id?: string;
  team_id?: string;
  pipeline_id?: string;
  state?: string;
  stage_id?: string;
  reached?: string;
  lost_reason?: string;
  currency?: string;
  category?: string;
}

const NAMES = [
  "of",
  "from",
  "to",
  "owner_id",
  "team_id",
  "pipeline_id",
  "state",
  "stage_id",
  "reached",
  "lost_reason",
  "currency",
  "category",
] as const;

/** Reads which deals an address is about. A reason may look like a number there. */
export function readFigure(search: Record<string, unknown>): Figure {
  const known = NAMES.flatMap((name) => {
    const value = search[name];
    return ["string", "number", "boolean"].includes(typeof value) && value !== ""
      ? [[name, String(value)] as const]
      : [];
  });
  return { of: "open", ...Object.fromEntries(known) } as Figure;
}

/** The page with the deals behind a figure: asked as the report was, and narrowed to the one. */
export function dealsHref(asked: Partial<Asked>, figure: Figure): string {
  const { owner_id, ...rest } = asked;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...rest, owner_id: owner_id?.join(","), ...figure }))
    if (value !== undefined) query.set(name, value);
  return `/reports/deals?${query}`;
}

/** The list of leads behind a figure. `owners` are those of the asked team, where there is one. */
export function leadsHref(
  { from, to }: { from: string; to: string },
  owners: readonly string[] | undefined,
  source?: string | null,
): string {
  const conditions = [
    { field: "created_at", op: "between" as const, values: [from, to] },
    ...(owners ? [{ field: "owner_id", op: "is" as const, values: [...owners] }] : []),
    ...(source === undefined
      ? []
      : source === null
        ? [{ field: "source", op: "empty" as const, values: [] }]
        : [{ field: "source", op: "is" as const, values: [source] }]),
  ];
  return listHref("/leads", { filter: writeConditions(conditions) });
}
