import { useLingui } from "@lingui/react/macro";
import { ArrowDown, ArrowUp, ChevronDown, ChevronUp, Pin, PinOff } from "lucide-react";
import { useState } from "react";
import { Button } from "../button.tsx";
import { ChipPopover } from "../filter/chip-popover.tsx";
import { Select } from "../forms/select.tsx";
import { IconButton } from "../icon-button.tsx";
import { Sheet } from "../overlay/sheet.tsx";
import { PHONE, useMediaQuery } from "../use-media-query.ts";
import { type ColumnSet, usualSet, withPin, withPlace, withShown } from "./column-set.ts";
import { type Column, columnsOf } from "./columns.ts";

/** What the tools change: the columns that are shown, and how the list is sorted. */
export interface ColumnPanelProps {
  columns: readonly Column<never>[];
  set: ColumnSet;
  onSet: (set: ColumnSet) => void;
  sort: string;
  onSort: (sort: string) => void;
  anchor: HTMLElement | null;
  onClose: () => void;
}

/** Which columns a list has, in which order, and which of them stay in sight; and how the list is sorted. */
export function ColumnPanel(props: ColumnPanelProps) {
  const { t } = useLingui();
  const phone = useMediaQuery(PHONE);
  const onOpenChange = (open: boolean) => !open && props.onClose();
  const title = t`Columns and order`;
  if (phone) {
    return (
      <Sheet open side="bottom" title={title} onOpenChange={onOpenChange}>
        <Tools {...props} />
      </Sheet>
    );
  }
  return (
    <ChipPopover open align="end" anchor={props.anchor} label={title} onOpenChange={onOpenChange}>
      <div className="w-80 p-3">
        <Tools {...props} />
      </div>
    </ChipPopover>
  );
}

function Tools({ columns, set, onSet, sort, onSort }: ColumnPanelProps) {
  const { t } = useLingui();
  const [said, setSaid] = useState("");
  const shown = columnsOf(columns, set);
  const hidden = columns.filter(({ id }) => !set.some((one) => one.id === id));

  function move(column: Column<never>, to: number): void {
    const next = withPlace(set, column.id, to);
    const at = next.findIndex(({ id }) => id === column.id) + 1;
    const { length } = next;
    setSaid(t`${column.header} is column ${at} of ${length}`);
    onSet(next);
  }

  return (
    <div className="grid gap-3">
      <SortBy columns={columns} sort={sort} onSort={onSort} />
      <ul aria-label={t`Columns that are shown`} className="grid">
        {shown.map((column, at) => (
          <li key={column.id} className="flex items-center gap-1">
            <Shown column={column} shown onChange={() => onSet(withShown(set, column.id, false))} />
            <PinButton
              name={column.header}
              pinned={set[at]?.pinned === true}
              onPin={(pinned) => onSet(withPin(set, column.id, pinned))}
            />
            <IconButton
              label={t`Move ${column.header} up`}
              disabled={at === 0}
              onClick={() => move(column, at - 1)}
            >
              <ChevronUp aria-hidden="true" />
            </IconButton>
            <IconButton
              label={t`Move ${column.header} down`}
              disabled={at === shown.length - 1}
              onClick={() => move(column, at + 1)}
            >
              <ChevronDown aria-hidden="true" />
            </IconButton>
          </li>
        ))}
      </ul>
      {hidden.length > 0 ? (
        <ul aria-label={t`Columns that are not shown`} className="grid border-t border-line pt-2">
          {hidden.map((column) => (
            <li key={column.id} className="flex">
              <Shown column={column} onChange={() => onSet(withShown(set, column.id, true))} />
            </li>
          ))}
        </ul>
      ) : null}
      <Button onClick={() => onSet(usualSet(columns))}>{t`Back to the usual columns`}</Button>
      <div role="status" className="sr-only">
        {said}
      </div>
    </div>
  );
}

function Shown({
  column,
  shown = false,
  onChange,
}: {
  column: Column<never>;
  shown?: boolean;
  onChange: () => void;
}) {
  return (
    <label className="flex h-8 min-w-0 flex-1 cursor-pointer items-center gap-2 rounded-s px-1.5 text-sm hover:bg-hover touch:h-11">
      <input
        type="checkbox"
        checked={shown}
        onChange={onChange}
        className="size-4 shrink-0 accent-(--accent)"
      />
      <bdi className="truncate">{column.header}</bdi>
    </label>
  );
}

function PinButton({
  name,
  pinned,
  onPin,
}: {
  name: string;
  pinned: boolean;
  onPin: (pinned: boolean) => void;
}) {
  const { t } = useLingui();
  return (
    <IconButton
      label={t`Keep ${name} in sight`}
      aria-pressed={pinned}
      className="aria-pressed:bg-mark-soft aria-pressed:text-ink"
      onClick={() => onPin(!pinned)}
    >
      {pinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
    </IconButton>
  );
}

/* The headers sort too, where there are headers. */
function SortBy({ columns, sort, onSort }: Pick<ColumnPanelProps, "columns" | "sort" | "onSort">) {
  const { t } = useLingui();
  const field = sort.replace(/^-/, "");
  const descending = sort.startsWith("-");
  return (
    <div className="flex items-center gap-2 text-sm">
      <span className="text-ink-2">{t`Sorted by`}</span>
      <Select
        aria-label={t`Sorted by`}
        className="flex-1"
        value={field}
        options={columns.flatMap((column) =>
          column.sort ? [{ value: column.sort, label: column.header }] : [],
        )}
        onChange={(next) => onSort(descending ? `-${next}` : next)}
      />
      <IconButton
        label={descending ? t`Descending: sort ascending` : t`Ascending: sort descending`}
        onClick={() => onSort(descending ? field : `-${field}`)}
      >
        {descending ? <ArrowDown aria-hidden="true" /> : <ArrowUp aria-hidden="true" />}
      </IconButton>
    </div>
  );
}
