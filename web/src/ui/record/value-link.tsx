import type { ReactNode } from "react";

/** What can be done with a value, beside it: write, call, open. Opens outside this product. */
export function ValueLink({
  href,
  label,
  outside,
  children,
}: {
  href: string;
  label: string;
  /** In a tab of its own, for a web page. */
  outside?: boolean;
  children: ReactNode;
}) {
  return (
    <a
      href={href}
      aria-label={label}
      title={label}
      {...(outside ? { target: "_blank", rel: "noopener noreferrer" } : {})}
      className="grid size-8 place-items-center rounded-m text-ink-3 hover:bg-hover hover:text-ink touch:size-11 [&_svg]:size-4"
    >
      {children}
    </a>
  );
}
