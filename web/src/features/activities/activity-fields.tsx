import { useLingui } from "@lingui/react/macro";
import { useOwnerOptions } from "@/features/people/owner-options.tsx";
import { readRef, recordHref } from "@/features/records/record-ref.ts";
import { findRecords } from "@/features/search/find-records.ts";
import { Checkbox } from "@/ui/forms/checkbox.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input, Textarea } from "@/ui/forms/input.tsx";
import { type RecordOption, RecordPicker } from "@/ui/forms/record-picker.tsx";
import { Select } from "@/ui/forms/select.tsx";
import type { ActivityForm } from "./activity-draft.ts";
import { useKindOptions } from "./activity-kinds.tsx";
import { END_OF_DAY } from "./due.ts";

const NOBODY = "none";

/** What the boxes of an activity show and tell. */
export interface ActivityFieldsProps {
  form: ActivityForm;
  onChange: (change: Partial<ActivityForm>) => void;
  errorOf: (field: string) => string | undefined;
  /** An activity stays on its record: only a new one chooses it. */
  fixedRecord: boolean;
}

/** The boxes of an activity: the same for a new one and for one that is changed. */
export function ActivityFields({ form, onChange, errorOf, fixedRecord }: ActivityFieldsProps) {
  const { t } = useLingui();
  const kinds = useKindOptions();
  const people = useOwnerOptions(t`Nobody yet`, form.assigneeId || null);
  return (
    <>
      <Field label={t`Subject`} required error={errorOf("subject")}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            autoComplete="off"
            maxLength={300}
            value={form.subject}
            onChange={(event) => onChange({ subject: event.target.value })}
          />
        )}
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t`Type`} error={errorOf("kind")}>
          {(control) => (
            <Select
              {...control}
              value={form.kind}
              options={kinds}
              onChange={(kind) => onChange({ kind })}
            />
          )}
        </Field>
        <Field label={t`Assigned to`} error={errorOf("assignee_id")}>
          {(control) => (
            <Select
              {...control}
              value={form.assigneeId || NOBODY}
              options={people}
              onChange={(id) => onChange({ assigneeId: id === NOBODY ? "" : id })}
            />
          )}
        </Field>
      </div>
      {fixedRecord ? (
        <FixedRecord about={form.about} />
      ) : (
        <Field
          label={t`About`}
          required
          hint={t`A lead, deal, contact or company: type a part of its name.`}
          error={errorOf("about")}
        >
          {(control) => (
            <RecordPicker
              {...control}
              value={form.about}
              find={findRecords}
              onChange={(about) => onChange({ about })}
            />
          )}
        </Field>
      )}
      {form.kind === "note" ? null : (
        <WhenFields form={form} onChange={onChange} errorOf={errorOf} />
      )}
      <Field label={form.kind === "note" ? t`Text` : t`Notes`} error={errorOf("body")}>
        {(control) => (
          <Textarea
            {...control}
            value={form.body}
            onChange={(event) => onChange({ body: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

function WhenFields({ form, onChange, errorOf }: Omit<ActivityFieldsProps, "fixedRecord">) {
  const { t } = useLingui();
  return (
    <>
      <div className="grid grid-cols-[1fr_7.5rem] gap-3">
        <Field label={form.kind === "task" ? t`Due` : t`When`} error={errorOf("due_at")}>
          {(control) => (
            <Input
              {...control}
              type="date"
              value={form.day}
              onChange={(event) =>
                onChange({
                  day: event.target.value,
                  time: event.target.value ? form.time || END_OF_DAY : "",
                })
              }
            />
          )}
        </Field>
        <Field label={t`Time`}>
          {(control) => (
            <Input
              {...control}
              type="time"
              value={form.time}
              disabled={form.day === ""}
              onChange={(event) => onChange({ time: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Checkbox
        label={form.kind === "task" ? t`Done` : t`It has happened`}
        checked={form.done}
        onChange={(event) => onChange({ done: event.target.checked })}
      />
    </>
  );
}

function FixedRecord({ about }: { about: RecordOption | null }) {
  const { t } = useLingui();
  const record = about && readRef(about.id);
  if (!about || !record) return null;
  return (
    <p className="text-sm text-ink-2">
      {t`About`}{" "}
      <a href={recordHref(record)} className="font-medium text-ink hover:underline">
        <bdi>{about.label}</bdi>
      </a>
    </p>
  );
}
