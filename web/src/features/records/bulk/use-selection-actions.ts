import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import type { BulkChange } from "@/api/generated/types.gen.ts";
import { useOwnerChoices } from "@/features/people/owner-choices.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { tagsQuery } from "@/features/tags/tags.ts";
import type { SelectOption } from "@/ui/forms/select.tsx";
import { type Choice, type Shortcut, useShortcuts } from "@/ui/shortcuts.ts";

/** What the palette does with the rows that are chosen: the same as the bar's buttons. */
export function useSelectionActions({
  mayChange,
  act,
  stages,
  move,
}: {
  mayChange: boolean;
  act: (what: BulkChange) => void;
  /** Where they can be moved to. */
  stages: readonly SelectOption[];
  move: (stageId: string) => void;
}): void {
  const { t } = useLingui();
  const client = useQueryClient();
  const group = t`With the selection`;
  const owners = useOwnerChoices();
  const mayTag = useCan("tags.write");
  const tags = (change: (id: string) => BulkChange) => async (): Promise<Choice[]> =>
    (await client.ensureQueryData(tagsQuery)).map(({ id, name }) => ({
      id,
      label: name,
      run: () => act(change(id)),
    }));
  const tagging: Shortcut[] = mayTag
    ? [
        {
          keys: "h",
          label: t`Put a tag on the selection…`,
          group,
          choices: tags((id) => ({ tag: { add: [id], remove: [] } })),
        },
        {
          label: t`Take a tag off the selection…`,
          group,
          choices: tags((id) => ({ tag: { add: [], remove: [id] } })),
        },
      ]
    : [];
  const moving: Shortcut[] =
    stages.length > 0
      ? [
          {
            keys: "s",
            label: t`Move the selection to a stage…`,
            group,
            choices: () =>
              Promise.resolve(
                stages.map(({ value, label }) => ({ id: value, label, run: () => move(value) })),
              ),
          },
        ]
      : [];
  useShortcuts(
    mayChange
      ? [
          {
            keys: "o",
            label: t`Assign the selection to…`,
            group,
            choices: () => owners((owner_id) => act({ set: { owner_id } })),
          },
          ...tagging,
          ...moving,
          {
            keys: "#",
            label: t`Move the selection to the trash`,
            group,
            run: () => act({ trash: {} }),
          },
        ]
      : [],
  );
}
