import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { FIELD_LABELS } from "@/features/records/field-words.ts";
import { useFaster } from "@/features/settings/use-faster.tsx";
import { isConflict } from "@/features/settings/use-setting-change.ts";
import { Checkbox } from "@/ui/forms/checkbox.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { withStage } from "./arrange.ts";
import { changeStage, makeStage } from "./pipeline-calls.ts";
import { draftOf, formOf, patchOf, type StageForm, withKind } from "./stage-form.ts";
import { FORECAST_WORDS, KIND_WORDS, REQUIRABLE, type StageKind } from "./stage-words.ts";
import type { Pipeline, Stage } from "./types.ts";
import { usePipelineChange } from "./use-pipeline-change.ts";

const FIELDS = ["name", "kind", "probability", "forecast_category", "stale_after_days"];

/** Makes a stage of a pipeline, or changes one. */
export function StageDialog(props: { pipeline: Pipeline; stage?: Stage; onClose: () => void }) {
  const { t } = useLingui();
  const { pipeline, onClose } = props;
  /* As it was when the dialog opened: what is typed is compared with that, whatever others do meanwhile. */
  const [stage] = useState(props.stage);
  const [form, setForm] = useState(() => formOf(stage));
  const { version, attempt, notice } = useFaster(stage, stage?.name ?? "");
  const saving = usePipelineChange({
    send: (): Promise<Stage> =>
      stage
        ? changeStage(stage.id, version, patchOf(stage, form))
        : makeStage(pipeline.id, draftOf(form)),
    foresee: (all) =>
      stage ? withStage(all, stage.id, patchOf(stage, form) as Partial<Stage>) : [...all],
    onDone: onClose,
  });

  return (
    <CreateDialog
      title={stage ? t`Change ${stage.name}` : t`New stage of ${pipeline.name}`}
      submit={stage ? t`Save` : t`Make the stage`}
      busy={saving.isPending}
      error={isConflict(saving.error) ? null : saving.error}
      fields={FIELDS}
      onSubmit={() => void attempt(() => saving.mutateAsync(undefined))}
      onClose={onClose}
    >
      {notice}
      <StageFields form={form} onChange={setForm} error={saving.error} />
    </CreateDialog>
  );
}

function StageFields(props: {
  form: StageForm;
  onChange: (form: StageForm) => void;
  error: Error | null;
}) {
  const { t, i18n } = useLingui();
  const { form, onChange, error } = props;
  const open = form.kind === "open";
  const set = (patch: Partial<StageForm>) => onChange({ ...form, ...patch });
  return (
    <>
      <Field label={t`Name`} required error={fieldError(error, "name")}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={form.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t`Type`}
        hint={t`It changes only while no deals stand in the stage.`}
        error={fieldError(error, "kind") ?? fieldError(error, "id")}
      >
        {(control) => (
          <Select
            {...control}
            value={form.kind}
            onChange={(kind) => onChange(withKind(form, kind as StageKind))}
            options={Object.entries(KIND_WORDS).map(([value, words]) => ({
              value,
              label: i18n._(words),
            }))}
          />
        )}
      </Field>
      {open ? (
        <div className="grid grid-cols-2 gap-3">
          <Field
            label={t`Probability in %`}
            required
            hint={t`How many of such deals are won.`}
            error={fieldError(error, "probability")}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={form.probability}
                onChange={(event) => set({ probability: event.target.value })}
              />
            )}
          </Field>
          <Field
            label={t`Stale after days`}
            hint={t`Without a change. Empty: never.`}
            error={fieldError(error, "stale_after_days")}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={form.stale_after_days}
                onChange={(event) => set({ stale_after_days: event.target.value })}
              />
            )}
          </Field>
        </div>
      ) : null}
      <Field label={t`Forecast category`} error={fieldError(error, "forecast_category")}>
        {(control) => (
          <Select
            {...control}
            value={form.forecast_category}
            onChange={(forecast_category) => set({ forecast_category })}
            options={Object.entries(FORECAST_WORDS).map(([value, words]) => ({
              value,
              label: i18n._(words),
            }))}
          />
        )}
      </Field>
      <Required
        chosen={form.required_fields}
        onChange={(required_fields) => set({ required_fields })}
      />
    </>
  );
}

function Required(props: {
  chosen: readonly string[];
  onChange: (fields: readonly string[]) => void;
}) {
  const { t, i18n } = useLingui();
  const { chosen, onChange } = props;
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 text-sm font-medium">{t`A deal that enters must have`}</legend>
      <div className="grid grid-cols-2 gap-x-3 gap-y-1">
        {REQUIRABLE.map((field) => (
          <Checkbox
            key={field}
            label={FIELD_LABELS[field] ? i18n._(FIELD_LABELS[field]) : field}
            checked={chosen.includes(field)}
            onChange={() =>
              onChange(
                chosen.includes(field)
                  ? chosen.filter((other) => other !== field)
                  : [...chosen, field],
              )
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
