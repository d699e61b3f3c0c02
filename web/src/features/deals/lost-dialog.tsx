import { useLingui } from "@lingui/react/macro";
import { type FormEvent, useId, useState } from "react";
import { DraftNotice } from "@/features/records/draft-notice.tsx";
import { useDraft } from "@/features/records/use-draft.ts";
import { Button } from "@/ui/button.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Dialog } from "@/ui/overlay/dialog.tsx";
import type { Deal } from "./types.ts";

const REASON_MAX = 200;

/** Asks why a deal was lost: the usual reasons with one press, or own words. */
export function LostDialog({
  deal,
  onClose,
  onLost,
}: {
  deal: Pick<Deal, "id" | "name">;
  onClose: () => void;
  onLost: (reason: string) => void;
}) {
  const { t } = useLingui();
  const formId = useId();
  const [reason, setReason, draft] = useDraft(`lost.${deal.id}`, () => "");
  const [missing, setMissing] = useState(false);
  const usual = [
    t`Price`,
    t`Chose a competitor`,
    t`No budget`,
    t`Bad timing`,
    t`No answer any more`,
    t`A feature was missing`,
  ];
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (reason.trim() === "") setMissing(true);
    else {
      draft.forget();
      onLost(reason.trim());
    }
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t`Why was it lost?`}
      description={t`${deal.name} moves to lost. The reason shows in the reports.`}
      footer={
        <>
          <Button
            onClick={() => {
              draft.forget();
              onClose();
            }}
          >{t`Cancel`}</Button>
          <Button type="submit" form={formId} variant="primary">
            {t`Mark as lost`}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="grid gap-3">
        <DraftNotice draft={draft} />
        <fieldset className="flex flex-wrap gap-1.5">
          <legend className="sr-only">{t`Usual reasons`}</legend>
          {usual.map((words) => (
            <button
              key={words}
              type="button"
              aria-pressed={reason === words}
              onClick={() => {
                setReason(words);
                setMissing(false);
              }}
              className="h-7 rounded-full border border-line px-3 text-sm text-ink-2 hover:border-ink-3 hover:text-ink aria-pressed:border-mark aria-pressed:bg-mark-soft aria-pressed:font-semibold aria-pressed:text-ink touch:h-10"
            >
              {words}
            </button>
          ))}
        </fieldset>
        <Field
          label={t`Reason`}
          required
          error={missing ? t`Choose a reason, or write one.` : undefined}
        >
          {(control) => (
            <Input
              {...control}
              value={reason}
              maxLength={REASON_MAX}
              onChange={(event) => {
                setReason(event.target.value);
                setMissing(false);
              }}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
