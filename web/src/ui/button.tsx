import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { cx } from "./cx.ts";
import { Spinner } from "./feedback/spinner.tsx";

/** How loud a button is. One `primary` a view; `danger` only inside a confirmation. */
export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
/** `sm` for toolbars and rows, `md` for pages and forms. */
export type ButtonSize = "sm" | "md";

const BASE =
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-m font-semibold transition-[opacity,transform] duration-(--t-1) active:scale-[.985] disabled:cursor-not-allowed disabled:opacity-55 disabled:active:scale-100 aria-disabled:opacity-55";

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover",
  secondary: "border border-line bg-surface text-ink hover:bg-hover",
  ghost: "text-ink-2 hover:bg-hover hover:text-ink",
  danger: "bg-bad text-paper hover:opacity-90",
};

const SIZES: Record<ButtonSize, string> = {
  sm: "h-7 px-2 text-sm touch:h-10 touch:px-3",
  md: "h-8 px-3 text-sm touch:h-11 touch:px-4",
};

/** The looks of a button for something that must stay a link. */
export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "md"): string {
  return cx(BASE, VARIANTS[variant], SIZES[size]);
}

/** What `Button` takes beyond the native attributes. */
export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Shows a spinner and refuses a second press, but keeps its place and its focus. */
  busy?: boolean;
  icon?: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

/** The one push button. Never submits by accident: `type` is "button" unless said otherwise. */
export function Button({
  variant,
  size,
  busy,
  icon,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={cx(buttonClass(variant, size), className)}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}
