import { useQuery } from "@tanstack/react-query";
import { TagSwatch } from "./tag-chip.tsx";
import { recordTagsQuery, type TaggedNoun } from "./tags.ts";

/** A record's tags as a cell of a list. */
export function TagsCell({ noun, id }: { noun: TaggedNoun; id: string }) {
  const { data: tags = [] } = useQuery(recordTagsQuery(noun, id));
  return (
    <span className="flex min-w-0 items-center gap-2 overflow-hidden">
      {tags.map((tag) => (
        <span key={tag.id} className="flex min-w-0 items-center gap-1">
          <TagSwatch color={tag.color} />
          <bdi className="truncate">{tag.name}</bdi>
        </span>
      ))}
    </span>
  );
}
