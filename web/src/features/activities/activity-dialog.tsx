import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { createActivity } from "@/api/generated/sdk.gen.ts";
import type { Activity } from "@/api/generated/types.gen.ts";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { cachedRecord, putRecord } from "@/features/records/record-cache.ts";
import { OverwriteError, saveChange } from "@/features/records/save.ts";
import { type Draft, useDraft } from "@/features/records/use-draft.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { activities } from "./activities.ts";
import { type ActivityForm, changeOf, draftOf, formOf } from "./activity-draft.ts";
import { ActivityFields } from "./activity-fields.tsx";
import { END_OF_DAY } from "./due.ts";
import { refreshActivities } from "./use-activity-changes.ts";

const FIELDS = ["kind", "subject", "body", "due_at", "assignee_id"] as const;
/* Where the API says what is wrong with the record that an activity is on. */
const RECORD_FIELDS = ["lead_id", "deal_id", "contact_id", "company_id"] as const;

/** Writes a new activity down: what, when, who and about which record. */
export function NewActivityDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { user } = useSession();
  const formats = useFormats();
  const [form, setForm, draft] = useDraft<ActivityForm>("new-activity", () => ({
    kind: "task",
    subject: "",
    about: null,
    assigneeId: user.id,
    day: formats.dayKey(Date.now()),
    time: END_OF_DAY,
    body: "",
    done: false,
  }));
  const attempt = useMutation({
    mutationFn: async () =>
      (await createActivity({ body: draftOf(form, formats.timeZone), throwOnError: true })).data,
    onSuccess: (activity) => {
      refreshActivities(client, activity);
      toast(t`Written down: ${activity.subject}`);
      draft.forget();
      onClose();
    },
  });
  return (
    <ActivityDialog
      title={t`New activity`}
      submit={t`Create activity`}
      form={form}
      onChange={setForm}
      attempt={attempt}
      onClose={onClose}
      draft={draft}
    />
  );
}

/** Changes an activity. It stays on its record. */
export function EditActivityDialog({
  activity,
  onClose,
}: {
  activity: Activity;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { timeZone } = useFormats();
  const [base, setBase] = useState(activity);
  const [form, setForm, draft] = useDraft<ActivityForm>(
    `activity.${activity.id}.${activity.version}`,
    () => formOf(activity, timeZone),
  );
  const attempt = useMutation({
    mutationFn: () => saveChange(client, activities, base, changeOf(form, base, timeZone)),
    onSuccess: ({ record }) => {
      putRecord(client, activities.noun, record);
      refreshActivities(client, record);
      draft.forget();
      onClose();
    },
    onError: () =>
      setBase((old) => cachedRecord<Activity>(client, activities.noun, old.id)?.record ?? old),
  });
  return (
    <ActivityDialog
      title={t`Edit activity`}
      submit={t`Save`}
      form={form}
      onChange={setForm}
      attempt={attempt}
      onClose={onClose}
      draft={draft}
      fixedRecord
    />
  );
}

function ActivityDialog({
  title,
  submit,
  form,
  onChange,
  attempt,
  onClose,
  draft,
  fixedRecord = false,
}: {
  title: string;
  submit: string;
  form: ActivityForm;
  onChange: (form: ActivityForm) => void;
  attempt: { mutate: () => void; isPending: boolean; error: Error | null };
  onClose: () => void;
  draft: Draft;
  fixedRecord?: boolean;
}) {
  const { t } = useLingui();
  const [tried, setTried] = useState(false);
  const own: Record<string, string | undefined> = {
    subject: form.subject.trim() === "" ? t`Say what it is about.` : undefined,
    about: form.about ? undefined : t`Choose the record that it is about.`,
  };
  const wrong = Boolean(own.subject || own.about);
  const overwritten = attempt.error instanceof OverwriteError;
  function errorOf(field: string): string | undefined {
    const refused =
      field === "about"
        ? RECORD_FIELDS.map((name) => fieldError(attempt.error, name)).find(Boolean)
        : fieldError(attempt.error, field);
    return (tried ? own[field] : undefined) ?? refused;
  }
  return (
    <CreateDialog
      title={title}
      submit={submit}
      busy={attempt.isPending}
      error={overwritten ? null : attempt.error}
      fields={[...FIELDS, ...RECORD_FIELDS]}
      onClose={onClose}
      draft={draft}
      onSubmit={() => {
        setTried(true);
        if (!wrong) attempt.mutate();
      }}
    >
      {overwritten ? (
        <Notice tone="warn">
          {t`Somebody else changed this meanwhile. Save again to replace it, or close to keep theirs.`}
        </Notice>
      ) : null}
      <ActivityFields
        form={form}
        onChange={(change) => onChange({ ...form, ...change })}
        errorOf={errorOf}
        fixedRecord={fixedRecord}
      />
    </CreateDialog>
  );
}
