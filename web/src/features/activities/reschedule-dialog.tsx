import { useLingui } from "@lingui/react/macro";
import { type FormEvent, useId, useState } from "react";
import type { Activity } from "@/api/generated/types.gen.ts";
import { Button } from "@/ui/button.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Dialog } from "@/ui/overlay/dialog.tsx";
import { dayAndTime, dueAt, END_OF_DAY } from "./due.ts";

/** Asks for the day, and the hour, that an activity moves to. */
export function RescheduleDialog({
  activity,
  onMove,
  onClose,
}: {
  activity: Activity;
  onMove: (due_at: string) => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const { timeZone, dayKey } = useFormats();
  const formId = useId();
  const [missing, setMissing] = useState(false);
  const [when, setWhen] = useState(() => {
    const { day, time } = dayAndTime(activity.due_at, timeZone);
    return { day: day || dayKey(Date.now()), time: time || END_OF_DAY };
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    const due = dueAt(when, timeZone);
    setMissing(due === null);
    if (due === null) return;
    onMove(due);
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t`Move to another day`}
      description={activity.subject}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" form={formId} variant="primary">
            {t`Move`}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid grid-cols-[1fr_7.5rem] gap-3">
        <Field label={t`Day`} required error={missing ? t`Choose a day.` : undefined}>
          {(control) => (
            <Input
              {...control}
              type="date"
              autoFocus
              value={when.day}
              onChange={(event) => setWhen({ ...when, day: event.target.value })}
            />
          )}
        </Field>
        <Field label={t`Time`}>
          {(control) => (
            <Input
              {...control}
              type="time"
              value={when.time}
              onChange={(event) => setWhen({ ...when, time: event.target.value })}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
