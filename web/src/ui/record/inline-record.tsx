import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useId } from "react";
import {
  type RecordOption,
  RecordPicker,
  type RecordPickerProps,
} from "../forms/record-picker.tsx";
import { PropertyError, PropertyRow, RestingValue, StillValue } from "./property.tsx";
import { type SaveInline, useInlineEdit } from "./use-inline-edit.ts";

/** What an editable reference needs. */
export interface InlineRecordProps {
  label: string;
  value: RecordOption | null;
  find: RecordPickerProps["find"];
  /** At the end of the line: the way to that record. */
  action?: ReactNode;
  onSave?: SaveInline<RecordOption | null>;
}

/** Another record that this one refers to, chosen by typing where it stands. */
export function InlineRecord({ label, value, find, action, onSave }: InlineRecordProps) {
  const { t } = useLingui();
  const errorId = useId();
  const edit = useInlineEdit<RecordOption | null>(value, onSave);
  const shown = edit.shown?.label;
  if (!edit.editable) {
    return (
      <PropertyRow label={label} more={!shown && !edit.editing} action={action}>
        <StillValue>{shown}</StillValue>
      </PropertyRow>
    );
  }
  return (
    <PropertyRow label={label} more={!shown && !edit.editing} action={action}>
      {edit.editing ? (
        <>
          <RecordPicker
            aria-label={label}
            aria-invalid={edit.error ? true : undefined}
            aria-describedby={edit.error ? errorId : undefined}
            autoFocus
            value={edit.draft}
            find={find}
            onChange={(next) => {
              edit.setDraft(next);
              // Emptying the box is on the way to another one: only leaving it empty clears the field.
              if (next) void edit.commit(next, true);
            }}
            onOpenChange={(open) => {
              if (open) return;
              if (edit.draft === null && value !== null) void edit.commit(null, true);
              else edit.cancel();
            }}
          />
          {edit.error ? <PropertyError id={errorId}>{edit.error}</PropertyError> : null}
        </>
      ) : (
        <RestingValue
          label={t`Edit ${label}:`}
          empty={!shown}
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
