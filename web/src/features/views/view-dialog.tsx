import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useCan } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { Checkbox } from "@/ui/forms/checkbox.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Dialog } from "@/ui/overlay/dialog.tsx";

const NAME_CHARS_MAX = 60;

/** Asks for a view's name, and whether everybody is to see it. */
export function ViewDialog({
  title,
  name: given = "",
  shared: sharedGiven,
  onSave,
  onClose,
}: {
  title: string;
  name?: string;
  /** Missing where it is not asked. */
  shared?: boolean;
  onSave: (name: string, shared: boolean) => Promise<boolean>;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const mayShare = useCan("views.share");
  const [name, setName] = useState(given);
  const [shared, setShared] = useState(sharedGiven ?? false);
  const [busy, setBusy] = useState(false);

  async function save(): Promise<void> {
    if (name.trim() === "" || busy) return;
    setBusy(true);
    const done = await onSave(name.trim(), shared);
    setBusy(false);
    if (done) onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button
            variant="primary"
            busy={busy}
            disabled={name.trim() === ""}
            onClick={() => void save()}
          >
            {t`Save`}
          </Button>
        </>
      }
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field label={t`Name of the view`}>
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              maxLength={NAME_CHARS_MAX}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        {mayShare && sharedGiven !== undefined ? (
          <Checkbox
            label={t`Everybody in the workspace sees it`}
            checked={shared}
            onChange={(event) => setShared(event.target.checked)}
          />
        ) : null}
      </form>
    </Dialog>
  );
}
