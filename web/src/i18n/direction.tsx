import { DirectionProvider } from "@base-ui/react/direction-provider";
import { useLingui } from "@lingui/react";
import type { ReactNode } from "react";
import { isRightToLeft } from "./i18n.ts";

/** Tells menus, tabs and lists which way their arrow keys go. */
export function Direction({ children }: { children: ReactNode }) {
  const { i18n } = useLingui();
  return (
    <DirectionProvider direction={isRightToLeft(i18n.locale) ? "rtl" : "ltr"}>
      {children}
    </DirectionProvider>
  );
}
