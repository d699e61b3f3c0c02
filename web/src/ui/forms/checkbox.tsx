import type { InputHTMLAttributes, ReactNode } from "react";

/** A native checkbox in our colours with its words beside it; the whole line can be pressed. */
export function Checkbox({
  label,
  ...rest
}: { label: ReactNode } & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <label className="flex min-h-6 cursor-pointer items-center gap-2 text-sm has-disabled:cursor-not-allowed has-disabled:opacity-60 touch:min-h-11">
      <input type="checkbox" {...rest} className="size-4 shrink-0 accent-(--accent)" />
      <span>{label}</span>
    </label>
  );
}
