import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Tag } from "@/api/generated/types.gen.ts";
import type { Versioned } from "@/features/records/resource.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Skeleton } from "@/ui/feedback/skeleton.tsx";
import { Popover } from "@/ui/overlay/popover.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { PropertyRow } from "@/ui/record/property.tsx";
import { TagChip } from "./tag-chip.tsx";
import { TagPicker } from "./tag-picker.tsx";
import { recordTagsQuery, type TagChange, type TaggedNoun } from "./tags.ts";
import { useSetTags } from "./use-set-tags.ts";

const BOX = "flex min-h-8.5 w-full min-w-0 items-center px-2 py-1 touch:min-h-11";

/** A record's tags as one of its facts: a press opens all tags of the workspace to be ticked. */
export function InlineTags({
  noun,
  record,
  editable,
}: {
  noun: TaggedNoun;
  record: Versioned;
  editable: boolean;
}) {
  const { t } = useLingui();
  const label = t`Tags`;
  const may = useCan("tags.write") && editable;
  const { data: tags } = useQuery(recordTagsQuery(noun, record.id));
  const set = useSetTags(noun, record);
  function change({ tag, on }: TagChange): void {
    set({ tag, on });
    if (!on) toast(t`Removed the tag ${tag.name}`, { onUndo: () => set({ tag, on: true }) });
  }
  const shown = tags ? (
    <Chips tags={tags} none={may ? t`Add` : "–"} />
  ) : (
    <Skeleton className="h-4 w-24" />
  );
  return (
    <PropertyRow label={label} more={tags?.length === 0}>
      {may ? (
        <Popover
          title={label}
          trigger={
            <button
              type="button"
              className={`${BOX} rounded-m text-start outline-offset-[-2px] hover:bg-hover aria-expanded:bg-hover`}
            >
              <span className="sr-only">{t`Edit ${label}:`} </span>
              {shown}
            </button>
          }
        >
          <TagPicker chosen={tags ?? []} onChange={change} />
        </Popover>
      ) : (
        <div className={BOX}>{shown}</div>
      )}
    </PropertyRow>
  );
}

function Chips({ tags, none }: { tags: readonly Tag[]; none: string }) {
  if (tags.length === 0) return <span className="text-ink-3">{none}</span>;
  return (
    <span className="flex min-w-0 flex-wrap gap-1">
      {tags.map((tag) => (
        <TagChip key={tag.id} tag={tag} />
      ))}
    </span>
  );
}
