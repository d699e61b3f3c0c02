import { useQuery } from "@tanstack/react-query";
import type { FilterField } from "@/ui/filter/fields.ts";
import { TagSwatch } from "./tag-chip.tsx";
import { tagsQuery } from "./tags.ts";

/** The field by which a list is filtered for tags; none when the workspace has no tag. */
export function useTagField(label: string): FilterField[] {
  const tags = useQuery(tagsQuery).data;
  if (tags?.length === 0) return [];
  const options = (tags ?? []).map(({ id, name, color }) => ({
    value: id,
    label: name,
    before: <TagSwatch color={color} />,
  }));
  return [{ id: "tag", label, kind: "choice", options }];
}
