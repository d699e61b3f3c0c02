import { type ReactNode, useId } from "react";

/** The attributes that tie a control to its label, hint and error. Spread them on the control. */
export interface FieldControl {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  "aria-required": true | undefined;
}

/** What a field shows around its control. */
export interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string;
  required?: boolean;
  /** Beside the label, at the end of the line: a link, a counter. */
  aside?: ReactNode;
  children: (control: FieldControl) => ReactNode;
}

/** A label above, a hint below, an error that replaces the hint and is tied to the control. */
export function Field({ label, hint, error, required, aside, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className="grid content-start gap-1">
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="text-sm font-medium text-ink">
          {label}
        </label>
        {aside}
      </div>
      {children({
        id,
        "aria-describedby": error || hint ? noteId : undefined,
        "aria-invalid": error ? true : undefined,
        "aria-required": required ? true : undefined,
      })}
      {error ? (
        <p id={noteId} className="text-sm font-medium text-bad">
          {error}
        </p>
      ) : hint ? (
        <p id={noteId} className="text-sm text-ink-3">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
