import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useOwnerChoices } from "@/features/people/owner-choices.ts";
import { type SaveOwner, useHandOver } from "@/features/people/use-hand-over.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { recordTagsQuery, type TaggedNoun, tagsQuery } from "@/features/tags/tags.ts";
import { useSetTags } from "@/features/tags/use-set-tags.ts";
import { toast } from "@/ui/overlay/toast.tsx";
import { type Choice, type Shortcut, useShortcuts } from "@/ui/shortcuts.ts";
import type { Versioned } from "./resource.ts";

/** What the palette does with the record that lies open: hand it over, tag it. Without `save` it may not be changed. */
export function useRecordActions(
  noun: TaggedNoun,
  record: Versioned & { owner_id?: string | null },
  save: SaveOwner | undefined,
): void {
  const { t } = useLingui();
  const group = t`On this page`;
  const hand = useHandOver(record.owner_id, t`Nobody`);
  const owners = useOwnerChoices();
  const tags = useTagChoices(noun, record);
  const mayTag = useCan("tags.write");
  const assign: Shortcut[] = save
    ? [
        {
          keys: "o",
          label: t`Assign to…`,
          group,
          choices: () => owners((to) => void hand(save, to).catch(complain)),
        },
      ]
    : [];
  const tag: Shortcut[] =
    save && mayTag
      ? [{ keys: "h", label: t`Put on or take off a tag…`, group, choices: tags }]
      : [];
  useShortcuts([...assign, ...tag]);
}

function complain(error: unknown): void {
  toast(error instanceof Error ? error.message : String(error), { tone: "bad" });
}

/* All tags of the workspace; choosing one that is on the record takes it off. */
function useTagChoices(noun: TaggedNoun, record: Versioned): () => Promise<Choice[]> {
  const { t } = useLingui();
  const client = useQueryClient();
  const set = useSetTags(noun, record);
  return async () => {
    const all = await client.ensureQueryData(tagsQuery);
    const on = await client.ensureQueryData(recordTagsQuery(noun, record.id));
    return all.map((tag): Choice => {
      const has = on.some(({ id }) => id === tag.id);
      const { name } = tag;
      return {
        id: tag.id,
        label: name,
        detail: has ? t`on it, takes it off` : undefined,
        run: () => {
          set({ tag, on: !has });
          toast(has ? t`Removed the tag ${name}` : t`Put on the tag ${name}`, {
            onUndo: () => set({ tag, on: has }),
          });
        },
      };
    });
  };
}
