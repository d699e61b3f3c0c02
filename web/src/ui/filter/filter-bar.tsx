import { useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import type { ReactNode } from "react";

/** One condition as a sentence: "Owner is **Me**". */
export interface FilterChip {
  id: string;
  /** The words before the value: "Owner is". */
  lead: string;
  value: string;
  /** Opens the editor of this condition, which hangs on the chip. */
  onEdit?: (anchor: HTMLElement) => void;
  onRemove: () => void;
}

/** What the bar holds. `add` is the trigger that adds a condition, usually a menu. */
export interface FilterBarProps {
  chips: FilterChip[];
  add?: ReactNode;
  /** Before the chips: a search box. */
  start?: ReactNode;
  /** At the end of the line: a count, a sort menu. */
  end?: ReactNode;
  onClear?: () => void;
}

/** The conditions of a list, each readable as a sentence, each removed with one press. */
export function FilterBar({ chips, add, start, end, onClear }: FilterBarProps) {
  const { t } = useLingui();
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2 md:px-6">
      {start}
      {chips.length > 0 ? (
        <ul aria-label={t`Filters`} className="contents">
          {chips.map((chip) => (
            <li
              key={chip.id}
              className="flex h-7 max-w-full items-stretch rounded-s border border-line bg-surface text-sm touch:h-10"
            >
              <ChipSentence chip={chip} />
              <button
                type="button"
                aria-label={t`Remove filter: ${chip.lead} ${chip.value}`}
                onClick={chip.onRemove}
                className="grid w-7 shrink-0 place-items-center rounded-e-s text-ink-3 outline-offset-[-2px] hover:bg-hover hover:text-ink touch:w-10"
              >
                <X className="size-3.5" aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {add}
      {chips.length > 1 && onClear ? (
        <button
          type="button"
          onClick={onClear}
          className="h-7 rounded-s px-1.5 text-sm text-ink-2 hover:text-ink hover:underline touch:h-10"
        >
          {t`Clear`}
        </button>
      ) : null}
      {end ? <div className="ms-auto flex items-center gap-2 text-sm text-ink-2">{end}</div> : null}
    </div>
  );
}

function ChipSentence({ chip }: { chip: FilterChip }) {
  const words = (
    <span className="truncate">
      {chip.lead} <b className="font-semibold text-ink">{chip.value}</b>
    </span>
  );
  const box = "flex min-w-0 items-center ps-2 text-ink-2";
  const { onEdit } = chip;
  if (!onEdit) return <span className={box}>{words}</span>;
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      onClick={(event) => onEdit(event.currentTarget)}
      className={`${box} rounded-s outline-offset-[-2px] hover:text-ink`}
    >
      {words}
    </button>
  );
}
