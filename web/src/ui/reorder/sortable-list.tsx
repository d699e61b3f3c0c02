import { useLingui } from "@lingui/react/macro";
import { GripVertical } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { IconButton } from "../icon-button.tsx";
import { dragRow } from "./drag-row.ts";

/** What a list in an order of its own needs. */
export interface SortableListProps<Item> {
  label: string;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  nameOf: (item: Item) => string;
  /** Takes an item to another place, counted without itself. Missing: the order is only shown. */
  onMove?: (item: Item, to: number) => void;
  children: (item: Item, at: number) => ReactNode;
}

/** A list whose rows are brought into order: dragged by the handle, or with the arrow keys upon it. */
export function SortableList<Item>(props: SortableListProps<Item>) {
  const { t } = useLingui();
  const { label, items, keyOf, nameOf, onMove, children } = props;
  const [said, setSaid] = useState("");
  const list = useRef<HTMLUListElement>(null);
  const moved = useRef<string | null>(null);

  // A row that changes its place in the document loses the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new order may have taken it
  useEffect(() => {
    if (moved.current === null) return;
    const row = [...(list.current?.children ?? [])].find(
      (child) => (child as HTMLElement).dataset.key === moved.current,
    );
    row?.querySelector<HTMLElement>("[data-drag]")?.focus();
    moved.current = null;
  }, [items]);

  function move(from: number, to: number, byKey = false): void {
    const item = items[from];
    if (!item || to < 0 || to >= items.length || to === from) return;
    setSaid(t`${nameOf(item)} is number ${to + 1} of ${items.length}`);
    if (byKey) moved.current = keyOf(item);
    onMove?.(item, to);
  }

  return (
    <>
      <ul ref={list} aria-label={label} className="divide-y divide-line border-y border-line">
        {items.map((item, at) => (
          <Row key={keyOf(item)} id={keyOf(item)} at={at} onMove={onMove ? move : undefined}>
            {onMove ? (
              <IconButton
                data-drag
                label={t`Move ${nameOf(item)}: drag, or press the arrow keys`}
                className="cursor-grab text-ink-3"
                onKeyDown={(event) => onKey(event, at, items.length, move)}
              >
                <GripVertical aria-hidden="true" />
              </IconButton>
            ) : null}
            {children(item, at)}
          </Row>
        ))}
      </ul>
      <div role="status" className="sr-only">
        {said}
      </div>
    </>
  );
}

function onKey(
  event: KeyboardEvent,
  at: number,
  count: number,
  move: (from: number, to: number, byKey: boolean) => void,
): void {
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: count - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  move(at, to, true);
}

function Row(props: {
  id: string;
  at: number;
  onMove: ((from: number, to: number) => void) | undefined;
  children: ReactNode;
}) {
  const { id, at, onMove, children } = props;
  const row = useRef<HTMLLIElement>(null);
  const latest = useRef(onMove);
  useEffect(() => {
    latest.current = onMove;
  });
  const movable = onMove !== undefined;
  useEffect(() => {
    if (!row.current || !movable) return;
    return dragRow(row.current, at, (from, to) => latest.current?.(from, to));
  }, [at, movable]);
  return (
    <li
      ref={row}
      data-key={id}
      className="flex min-h-13 items-center gap-2 py-2 data-[edge=after]:shadow-[inset_0_-2px_0_var(--accent)] data-[edge=before]:shadow-[inset_0_2px_0_var(--accent)]"
    >
      {children}
    </li>
  );
}
