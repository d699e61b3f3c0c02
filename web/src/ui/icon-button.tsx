import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { cx } from "./cx.ts";

/** What `IconButton` takes: the label is required, because an icon alone has no name. */
export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  label: string;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

/** A square button that shows an icon; its label is its accessible name and its tooltip. */
export function IconButton({ label, className, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={cx(
        "inline-grid size-7 shrink-0 place-items-center rounded-m text-ink-2 hover:bg-hover hover:text-ink disabled:opacity-50 touch:size-11 [&_svg]:size-4",
        className,
      )}
    >
      {children}
    </button>
  );
}
