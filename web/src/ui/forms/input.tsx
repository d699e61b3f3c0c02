import type { InputHTMLAttributes, Ref, TextareaHTMLAttributes } from "react";
import { cx } from "../cx.ts";

/** The looks of every box one types into, for controls that are not ours. */
export const inputClass =
  "w-full min-w-0 rounded-m border border-line-strong bg-surface px-2.5 text-base text-ink outline-offset-0 hover:border-ink-3 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-3 aria-invalid:border-bad";

/** A single line of text, a date, a number: whatever the native input can do. */
export function Input({
  className,
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  return (
    <input
      {...rest}
      className={cx(inputClass, "h-8.5 read-only:bg-sunken touch:h-11", className)}
    />
  );
}

/** Several lines; grows with what is typed where the browser can, and can be dragged where it cannot. */
export function Textarea({
  className,
  ...rest
}: TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> }) {
  return (
    <textarea
      rows={3}
      {...rest}
      className={cx(
        inputClass,
        "field-sizing-content min-h-18 resize-y py-1.5 read-only:bg-sunken",
        className,
      )}
    />
  );
}
