import { useLingui } from "@lingui/react/macro";
import { useId } from "react";
import { Select, type SelectOption } from "../forms/select.tsx";
import { PropertyError, PropertyRow, RestingValue, StillValue } from "./property.tsx";
import { type SaveInline, useInlineEdit } from "./use-inline-edit.ts";

/** What an editable choice needs. */
export interface InlineSelectProps {
  label: string;
  value: string | null;
  options: SelectOption[];
  onSave?: SaveInline<string>;
}

/** One of a few values, chosen where it stands: a press opens the choices at once. */
export function InlineSelect({ label, value, options, onSave }: InlineSelectProps) {
  const { t } = useLingui();
  const errorId = useId();
  const edit = useInlineEdit<string>(value ?? "", onSave);
  const chosen = options.find((option) => option.value === edit.shown);
  const shown = chosen ? (
    <span className="flex min-w-0 items-center gap-2">
      {chosen.before}
      <span className="truncate">{chosen.label}</span>
    </span>
  ) : null;

  if (!edit.editable) {
    return (
      <PropertyRow label={label} more={!chosen && !edit.editing}>
        <StillValue>{shown}</StillValue>
      </PropertyRow>
    );
  }
  return (
    <PropertyRow label={label} more={!chosen && !edit.editing}>
      {edit.editing ? (
        <>
          <Select
            aria-label={label}
            aria-invalid={edit.error ? true : undefined}
            aria-describedby={edit.error ? errorId : undefined}
            value={edit.draft || null}
            options={options}
            defaultOpen={!edit.error}
            onChange={(next) => void edit.commit(next, true)}
            onOpenChange={(open) => {
              if (!open) edit.cancel();
            }}
          />
          {edit.error ? (
            <PropertyError id={errorId} onDiscard={edit.cancel}>
              {edit.error}
            </PropertyError>
          ) : null}
        </>
      ) : (
        <RestingValue
          label={t`Edit ${label}:`}
          empty={!chosen}
          saving={edit.saving}
          openerRef={edit.opener}
          onEdit={edit.start}
        >
          {shown ?? t`Choose`}
        </RestingValue>
      )}
    </PropertyRow>
  );
}
