import type { ReactNode } from "react";

/** Words for those who listen, where those who look have something else. */
export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className="sr-only">{children}</span>;
}
