import { useLingui } from "@lingui/react/macro";
import { useId, useRef } from "react";
import { useFormats } from "../format/format-context.tsx";
import { MoneyInput } from "../forms/money-input.tsx";
import { PropertyError, PropertyRow, RestingValue, StillValue } from "./property.tsx";
import { type SaveInline, useInlineEdit } from "./use-inline-edit.ts";

/** What an editable amount needs. The currency is a field of its own and stays. */
export interface InlineMoneyProps {
  label: string;
  amount: number | null;
  currency: string;
  onSave?: SaveInline<number | null>;
}

/** An amount of money that is edited where it stands, typed as people type it here. */
export function InlineMoney({ label, amount, currency, onSave }: InlineMoneyProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const errorId = useId();
  const invalid = useRef(false);
  const edit = useInlineEdit<number | null>(amount, onSave);
  const shown = edit.shown === null ? null : formats.money({ amount: edit.shown, currency });

  function finish(refocus: boolean): void {
    if (invalid.current)
      edit.setError(t`Write an amount such as ${formats.money({ amount: 1_250_000, currency })}`);
    else void edit.commit(edit.draft, refocus);
  }

  if (!edit.editable) {
    return (
      <PropertyRow label={label} more={shown === null && !edit.editing}>
        <StillValue>{shown}</StillValue>
      </PropertyRow>
    );
  }
  return (
    <PropertyRow label={label} more={shown === null && !edit.editing}>
      {edit.editing ? (
        <>
          <MoneyInput
            amount={edit.draft}
            currency={currency}
            aria-label={label}
            aria-invalid={edit.error ? true : undefined}
            aria-describedby={edit.error ? errorId : undefined}
            autoFocus
            onAmount={(next) => {
              invalid.current = next === "invalid";
              if (next !== "invalid") edit.setDraft(next);
            }}
            onBlur={() => edit.refused || finish(false)}
            onKeyDown={(event) => {
              if (event.key === "Escape") {
                event.preventDefault();
                invalid.current = false;
                edit.cancel();
              } else if (event.key === "Enter") {
                event.preventDefault();
                finish(true);
              }
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
          empty={shown === null}
          saving={edit.saving}
          openerRef={edit.opener}
          onEdit={edit.start}
        >
          {shown ?? t`Add`}
        </RestingValue>
      )}
    </PropertyRow>
  );
}
