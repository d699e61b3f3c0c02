import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { CustomField, FieldKind, Noun } from "@/api/generated/types.gen.ts";
import { ProblemError } from "@/api/problem.ts";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { useFaster } from "@/features/settings/use-faster.tsx";
import { isConflict } from "@/features/settings/use-setting-change.ts";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { ChoiceEditor } from "./choice-editor.tsx";
import { choicesOf, choicesPatch, namesOf, withNew } from "./choice-list.ts";
import { changeField, defineField, useFieldChange } from "./field-calls.ts";
import { hasChoices, KIND_WORDS } from "./field-kinds.ts";

/** Defines a custom field of a noun, or changes one. */
export function FieldDialog(props: { noun: Noun; field?: CustomField; onClose: () => void }) {
  const { t } = useLingui();
  const { noun, onClose } = props;
  /* As it was when the dialog opened: what is typed is compared with that, whatever others do meanwhile. */
  const [field] = useState(props.field);
  const [label, setLabel] = useState(field?.label ?? "");
  const [kind, setKind] = useState<FieldKind>(field?.kind ?? "text");
  const [choices, setChoices] = useState(() => choicesOf(field?.choices ?? []));
  const { version, attempt, notice } = useFaster(field, field?.label ?? "");
  const saving = useFieldChange(noun, {
    send: () =>
      field
        ? changeField(field.id, version, {
            ...(label === field.label ? {} : { label }),
            ...choicesPatch(field.choices, choices),
          })
        : defineField({ noun, label, kind, choices: hasChoices(kind) ? namesOf(choices) : [] }),
    foresee: (all) => all.map((one) => (one.id === field?.id ? { ...one, label } : one)),
    onDone: onClose,
  });
  const { error } = saving;
  return (
    <CreateDialog
      title={field ? t`Change ${field.label}` : t`New field`}
      submit={field ? t`Save` : t`Make the field`}
      busy={saving.isPending}
      error={isConflict(error) ? null : error}
      fields={["label", "choices"]}
      onSubmit={() => void attempt(() => saving.mutateAsync(undefined))}
      onClose={onClose}
    >
      {notice}
      <Field label={t`Name`} required error={fieldError(error, "label")}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={label}
            onChange={(event) => setLabel(event.target.value)}
          />
        )}
      </Field>
      <KindField
        value={kind}
        fixed={field}
        onChange={(next) => {
          setKind(next);
          if (hasChoices(next) && choices.length === 0) setChoices(withNew([]));
        }}
      />
      {hasChoices(kind) ? (
        <ChoiceEditor choices={choices} onChange={setChoices} error={choicesError(error)} />
      ) : null}
    </CreateDialog>
  );
}

/* A kind stays, for what records have is of it. */
function KindField(props: {
  value: FieldKind;
  fixed: CustomField | undefined;
  onChange: (kind: FieldKind) => void;
}) {
  const { t, i18n } = useLingui();
  const { value, fixed, onChange } = props;
  const key = `custom.${fixed?.key ?? ""}`;
  return (
    <Field
      label={t`Type`}
      hint={
        fixed
          ? t`It stays. In filters and in the API the field is ${key}.`
          : t`It cannot be changed later.`
      }
    >
      {(control) => (
        <Select
          {...control}
          disabled={fixed !== undefined}
          value={value}
          onChange={(next) => onChange(next as FieldKind)}
          options={Object.entries(KIND_WORDS).map(([kind, words]) => ({
            value: kind,
            label: i18n._(words),
          }))}
        />
      )}
    </Field>
  );
}

/* Of the list, or of the first of its lines that needs another look. */
function choicesError(error: Error | null): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  return error.fields.find(({ field }) => /^(choices|renamed)/.test(field))?.message;
}
