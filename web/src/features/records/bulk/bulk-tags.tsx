import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { BulkTags, Tag } from "@/api/generated/types.gen.ts";
import { TagPicker } from "@/features/tags/tag-picker.tsx";
import { Button } from "@/ui/button.tsx";
import { Popover } from "@/ui/overlay/popover.tsx";

/** Tags to be put on all chosen records, or taken off them. */
export function BulkTagging({ onApply }: { onApply: (tags: BulkTags) => void }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<Tag[]>([]);
  const ids = chosen.map(({ id }) => id);
  function apply(tags: BulkTags): void {
    setOpen(false);
    setChosen([]);
    onApply(tags);
  }
  return (
    <Popover
      title={t`Tag`}
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="sm">{t`Tag`}</Button>}
    >
      <TagPicker
        chosen={chosen}
        onChange={({ tag, on }) =>
          setChosen((tags) => [...tags.filter(({ id }) => id !== tag.id), ...(on ? [tag] : [])])
        }
      />
      <div className="flex gap-2">
        <Button
          variant="primary"
          disabled={ids.length === 0}
          onClick={() => apply({ add: ids, remove: [] })}
        >
          {t`Put on`}
        </Button>
        <Button disabled={ids.length === 0} onClick={() => apply({ add: [], remove: ids })}>
          {t`Take off`}
        </Button>
      </div>
    </Popover>
  );
}
