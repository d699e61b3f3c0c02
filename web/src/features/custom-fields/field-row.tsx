import { useLingui } from "@lingui/react/macro";
import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import type { CustomField } from "@/api/generated/types.gen.ts";
import { IconButton } from "@/ui/icon-button.tsx";
import { Menu, MenuItem, MenuSeparator } from "@/ui/overlay/menu.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { restoreField, trashField, useFieldChange } from "./field-calls.ts";
import { FieldDialog } from "./field-dialog.tsx";
import { KIND_WORDS } from "./field-kinds.ts";

/** What a row of the list needs to do. */
interface FieldRowProps {
  field: CustomField;
  at: number;
  last: boolean;
  onMove: (field: CustomField, to: number) => void;
}

/** A custom field: what it holds, and what can be done with it. */
export function FieldRow({ may, ...props }: FieldRowProps & { may: boolean }) {
  const { i18n } = useLingui();
  const { label, kind, choices } = props.field;
  const facts = [i18n._(KIND_WORDS[kind]), choices.join(", ")].filter(Boolean);
  return (
    <>
      <div className="min-w-0 flex-1">
        <div dir="auto" className="truncate font-medium">
          {label}
        </div>
        <div className="truncate text-sm text-ink-3">{facts.join(" · ")}</div>
      </div>
      {may ? <FieldMenu {...props} /> : null}
    </>
  );
}

function FieldMenu({ field, at, last, onMove }: FieldRowProps) {
  const { t } = useLingui();
  const [editing, setEditing] = useState(false);
  const { id, label } = field;
  const noun = field.noun as Parameters<typeof useFieldChange>[0];
  const restore = useRestoreField(noun);
  const trashing = useFieldChange(noun, {
    send: () => trashField(id),
    foresee: (all) => all.filter((one) => one.id !== id),
    onDone: () =>
      void toast(t`${label} is in the trash`, {
        detail: t`What records have in it is kept.`,
        onUndo: () => restore.mutate(field),
      }),
    about: () => ({ id, name: label }),
  });
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label={t`More for ${label}`}>
            <MoreHorizontal aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setEditing(true)}>{t`Change`}</MenuItem>
        <MenuItem disabled={at === 0} onSelect={() => onMove(field, at - 1)}>{t`Move up`}</MenuItem>
        <MenuItem disabled={last} onSelect={() => onMove(field, at + 1)}>{t`Move down`}</MenuItem>
        <MenuSeparator />
        <MenuItem danger onSelect={() => trashing.mutate(undefined)}>
          {t`Move to the trash`}
        </MenuItem>
      </Menu>
      {editing ? <FieldDialog noun={noun} field={field} onClose={() => setEditing(false)} /> : null}
    </>
  );
}

/** Takes a field out of the trash, and says so. */
export function useRestoreField(noun: Parameters<typeof useFieldChange>[0]) {
  const { t } = useLingui();
  return useFieldChange(noun, {
    send: ({ id }: CustomField) => restoreField(id),
    onDone: (_, { label }) => void toast(t`${label} is back`),
    about: ({ id, label }) => ({ id, name: label }),
  });
}
