import { useLingui } from "@lingui/react/macro";
import { Fragment, type ReactNode, useEffect, useRef } from "react";
import { ProblemError } from "@/api/problem.ts";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { Dialog } from "@/ui/overlay/dialog.tsx";
import { DraftNotice } from "./draft-notice.tsx";
import { messageOf } from "./message-of.ts";
import type { Draft } from "./use-draft.ts";

/** What a dialog that makes a record shows. */
export interface CreateDialogProps {
  title: string;
  submit: string;
  busy: boolean;
  error: Error | null;
  /** The fields that show their own error; any other one is said above the form. */
  fields: readonly string[];
  onSubmit: () => void;
  onClose: () => void;
  /** What was typed, kept while it is neither saved nor cancelled. */
  draft?: Draft;
  children: ReactNode;
}

/** A short form over the page. What the server refuses is said at the field, and the first one gets the focus. */
export function CreateDialog({
  title,
  submit,
  busy,
  error,
  fields,
  onSubmit,
  onClose,
  draft,
  children,
}: CreateDialogProps) {
  const { t } = useLingui();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [error]);
  const named =
    error instanceof ProblemError &&
    error.fields.length > 0 &&
    error.fields.every(({ field }) => fields.includes(field));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title}>
      <form
        ref={form}
        noValidate
        aria-label={title}
        className="grid gap-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) onSubmit();
        }}
      >
        {error && !named ? <Notice tone="bad">{messageOf(error)}</Notice> : null}
        {draft ? <DraftNotice draft={draft} /> : null}
        <Fragment key={draft?.generation}>{children}</Fragment>
        <div className="flex flex-wrap justify-end gap-2 pt-1">
          <Button
            onClick={() => {
              draft?.forget();
              onClose();
            }}
          >{t`Cancel`}</Button>
          <Button type="submit" variant="primary" busy={busy}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The message of one field of a refused form. */
export function fieldError(error: Error | null, field: string): string | undefined {
  return error instanceof ProblemError ? error.field(field) : undefined;
}
