import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useId } from "react";
import { useFormats } from "../format/format-context.tsx";
import { Input, Textarea } from "../forms/input.tsx";
import { PropertyError, PropertyRow, RestingValue, StillValue } from "./property.tsx";
import { type SaveInline, useInlineEdit } from "./use-inline-edit.ts";

/** What an editable text needs. `onSave` missing means: shown, not editable. */
export interface InlineTextProps {
  label: string;
  value: string | null;
  /** Said elsewhere too: see `PropertyRow`. */
  more?: boolean;
  type?: "text" | "email" | "tel" | "url" | "date" | "multiline";
  /** How the value reads at rest, e.g. a date in words. */
  format?: (value: string) => ReactNode;
  /** A message when the text will not do; it is not sent then. */
  validate?: (value: string) => string | null;
  /** What can be done with the value: a link to write to the address, to call the number. */
  action?: ReactNode;
  onSave?: SaveInline<string | null>;
}

/** A text, an address, a number as text or a date that is edited where it stands. */
export function InlineText({
  label,
  value,
  more = false,
  type = "text",
  format,
  validate,
  action,
  onSave,
}: InlineTextProps) {
  const { t } = useLingui();
  const errorId = useId();
  const edit = useInlineEdit<string | null>(value, onSave);
  const formats = useFormats();
  const write = format ?? (type === "date" ? formats.date : String);
  const shown = edit.shown ? write(edit.shown) : null;

  function finish(refocus: boolean): void {
    const text = (edit.draft ?? "").trim();
    const problem = text === "" ? null : validate?.(text);
    if (problem) edit.setError(problem);
    else void edit.commit(text === "" ? null : text, refocus);
  }

  if (!edit.editable) {
    return (
      <PropertyRow label={label} more={more || (!shown && !edit.editing)} action={action}>
        <StillValue>
          <bdi dir={directionOf(type)}>{shown}</bdi>
        </StillValue>
      </PropertyRow>
    );
  }
  const box = {
    "aria-label": label,
    "aria-invalid": edit.error ? (true as const) : undefined,
    "aria-describedby": edit.error ? errorId : undefined,
    autoFocus: true,
    value: edit.draft ?? "",
    onBlur: () => edit.refused || finish(false),
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key === "Escape") {
        event.preventDefault();
        edit.cancel();
      } else if (
        event.key === "Enter" &&
        (type !== "multiline" || event.ctrlKey || event.metaKey)
      ) {
        event.preventDefault();
        finish(true);
      }
    },
  };
  return (
    <PropertyRow label={label} more={more || (!shown && !edit.editing)} action={action}>
      {edit.editing ? (
        <>
          {type === "multiline" ? (
            <Textarea {...box} onChange={(event) => edit.setDraft(event.target.value)} />
          ) : (
            <Input
              {...box}
              type={type}
              dir={directionOf(type)}
              onChange={(event) => edit.setDraft(event.target.value)}
            />
          )}
          {edit.error ? (
            <PropertyError id={errorId} onDiscard={edit.cancel}>
              {edit.error}
            </PropertyError>
          ) : null}
        </>
      ) : (
        <RestingValue
          label={t`Edit ${label}:`}
          empty={!shown}
          saving={edit.saving}
          openerRef={edit.opener}
          onEdit={edit.start}
        >
          {shown === null ? t`Add` : <bdi dir={directionOf(type)}>{shown}</bdi>}
        </RestingValue>
      )}
    </PropertyRow>
  );
}

/* Numbers and addresses are read from the left in every language; a text as its own letters are. */
function directionOf(type: string): "ltr" | "auto" {
  return type === "tel" || type === "email" || type === "url" ? "ltr" : "auto";
}
