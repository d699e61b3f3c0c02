import { t } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Button } from "@/ui/button.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { Popover } from "@/ui/overlay/popover.tsx";
import type { BulkField } from "./types.ts";

/* Stands for an empty value in a list of choices. */
const NONE = "none";

/** A button that asks for a field, if there are several, and the value that all chosen records are to get. */
export function BulkEdit({
  label,
  fields,
  onApply,
}: {
  label: string;
  fields: readonly BulkField[];
  onApply: (values: Record<string, string | number | null>) => void;
}) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      title={label}
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="sm">{label}</Button>}
    >
      <EditForm
        fields={fields}
        onApply={(values) => {
          setOpen(false);
          onApply(values);
        }}
      />
    </Popover>
  );
}

function EditForm({
  fields,
  onApply,
}: {
  fields: readonly BulkField[];
  onApply: (values: Record<string, string | number | null>) => void;
}) {
  const { t } = useLingui();
  const [id, setId] = useState(fields[0]?.id ?? "");
  const [value, setValue] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const field = fields.find((one) => one.id === id);
  if (!field) return null;

  function apply(): void {
    const read = field ? readValue(field, value) : undefined;
    if (!field || read === undefined) setWrong(true);
    else onApply({ [field.id]: read });
  }

  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      {fields.length > 1 ? (
        <Field label={t`Field`}>
          {(control) => (
            <Select
              {...control}
              value={id}
              options={fields.map((one) => ({ value: one.id, label: one.label }))}
              onChange={(next) => {
                setId(next);
                setValue(null);
                setWrong(false);
              }}
            />
          )}
        </Field>
      ) : null}
      <Field label={field.label} error={wrong ? wrongValue(field) : undefined}>
        {(control) =>
          field.kind === "choice" ? (
            <Select
              {...control}
              value={value}
              placeholder={t`Choose`}
              options={field.options}
              onChange={setValue}
            />
          ) : (
            <Input
              {...control}
              inputMode={field.kind === "number" ? "numeric" : undefined}
              placeholder={field.kind === "text" ? t`Empty clears the field` : undefined}
              value={value ?? ""}
              onChange={(event) => setValue(event.target.value)}
            />
          )
        }
      </Field>
      <Button type="submit" variant="primary">{t`Apply`}</Button>
    </form>
  );
}

function wrongValue(field: BulkField): string {
  if (field.kind === "number") return t`Write a whole number from ${field.min} to ${field.max}.`;
  return t`Choose a value.`;
}

/* Undefined: there is nothing that could be set yet. */
function readValue(field: BulkField, value: string | null): string | number | null | undefined {
  if (field.kind === "text") return value?.trim() || null;
  if (value === null) return undefined;
  if (field.kind === "choice") return value === NONE ? null : value;
  const number = /^\d+$/.test(value.trim()) ? Number(value) : Number.NaN;
  return number >= field.min && number <= field.max ? number : undefined;
}
