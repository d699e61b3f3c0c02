import type { ReactNode } from "react";
import { ConditionBar } from "@/ui/filter/condition-bar.tsx";
import { writeFilter } from "@/ui/filter/conditions.ts";
import type { FilterField } from "@/ui/filter/fields.ts";
import { QueryBox } from "@/ui/filter/query-box.tsx";
import type { Group } from "@/ui/filter/tree.ts";
import type { ListState } from "./use-list-state.ts";

/** The filter of a list, typed and as sentences: two views of what stands in the address. */
export function ListFilters({
  state,
  fields,
  end,
}: {
  state: ListState;
  fields: readonly FilterField[];
  end?: ReactNode;
}) {
  const { group, change } = state;
  const set = (filter: Group) => change({ filter: writeFilter(filter) });
  return (
    <ConditionBar
      fields={fields}
      filter={group}
      onChange={set}
      start={<QueryBox fields={fields} filter={group} onFilter={set} />}
      end={end}
    />
  );
}
