import { useLingui } from "@lingui/react/macro";
import type { RefObject } from "react";
import { useShortcuts } from "../shortcuts.ts";
import type { TableHandle } from "./data-table.tsx";

/** j, k and Enter act on a page's list from anywhere on the page, not only once the list has the focus. */
export function useTableShortcuts(table: RefObject<TableHandle | null>, selects = false): void {
  const { t } = useLingui();
  const group = t`In a list`;
  const press = (key: string) => () => table.current?.press(key);
  useShortcuts([
    { keys: "j", label: t`Next row`, group, run: press("j"), inPalette: false },
    { keys: "k", label: t`Previous row`, group, run: press("k"), inPalette: false },
    ...(selects
      ? [{ keys: "x", label: t`Select the row`, group, run: press("x"), inPalette: false as const }]
      : []),
  ]);
}
