import { useLingui } from "@lingui/react/macro";
import type { RefObject } from "react";
import { useShortcuts } from "../shortcuts.ts";
import type { TableHandle } from "./data-table.tsx";

/** What a page's list can do besides moving. */
export interface TableShortcutOptions {
  /** Rows can be chosen. */
  selects?: boolean;
  /** Closes the panel of the row that lies open. */
  onClose?: () => void;
}

/** The keys of a page's list, from anywhere on the page: not only once the list has the focus. */
export function useTableShortcuts(
  table: RefObject<TableHandle | null>,
  { selects, onClose }: TableShortcutOptions = {},
): void {
  const { t } = useLingui();
  const group = t`In a list`;
  const key = (keys: string, label: string, run = () => table.current?.press(keys)) => ({
    keys,
    label,
    group,
    run: () => void run(),
    inPalette: false as const,
  });
  useShortcuts([
    key("j", t`Next row`),
    key("k", t`Previous row`),
    key(" ", t`Show the record beside the list`),
    ...(selects ? [key("x", t`Select the row`)] : []),
    ...(onClose ? [key("Escape", t`Close the panel`, onClose)] : []),
  ]);
}
