import { useLingui } from "@lingui/react/macro";
import { Pencil, X } from "lucide-react";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { cx } from "../cx.ts";
import { useFormats } from "../format/format-context.tsx";
import { editableMoney, parseMoney } from "../format/parse-money.ts";
import { Input } from "../forms/input.tsx";
import { IconButton } from "../icon-button.tsx";
import { useShortcuts } from "../shortcuts.ts";
import type { FilterField } from "./fields.ts";
import { type Piece, piecesOf } from "./grammar.ts";
import { type QueryError, readQuery, suggest, writeQuery } from "./query.ts";
import { allOf, type Group } from "./tree.ts";
import { useQueryErrorText } from "./use-query-error-text.ts";

/**
 * A box for those who would rather type their filter; what is read becomes chips like any other. With nothing typed, its
 * pencil or the key upwards brings the whole filter into it, and Enter puts what was made of it in its place.
 */
export function QueryBox({
  fields,
  filter,
  onFilter,
}: {
  fields: readonly FilterField[];
  filter: Group;
  onFilter: (filter: Group) => void;
}) {
  const { t } = useLingui();
  const { locale } = useFormats();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [lit, setLit] = useState(-1);
  const [error, setError] = useState<QueryError | null>(null);
  /* Whether the box holds the whole filter, or something that comes to it. */
  const [whole, setWhole] = useState(false);
  const errorText = useQueryErrorText(fields);
  const piece = lastPiece(text);
  const options = open ? suggest(piece.text, fields) : [];
  useShortcuts([
    {
      keys: "f",
      label: t`Filter by typing`,
      group: t`On this page`,
      run: () => input.current?.focus(),
    },
  ]);

  function change(next: string): void {
    setText(next);
    setError(null);
    setLit(-1);
    setOpen(next !== "");
  }

  function accept(at: number): void {
    const option = options[at];
    if (!option) return;
    const whole = text.slice(0, piece.from) + option.insert;
    // behind a field its value follows, behind a value the next field
    change(/[:~=]$/.test(whole) ? whole : `${whole} `);
  }

  function editWhole(): void {
    const money = (amount: number, currency: string) => editableMoney(amount, currency, locale);
    change(writeQuery(filter, fields, money));
    setOpen(false);
    setWhole(true);
    input.current?.focus();
  }

  function leave(): void {
    change("");
    setWhole(false);
  }

  function apply(): void {
    const query = readQuery(text, fields, (amount, currency) =>
      parseMoney(amount, currency, locale),
    );
    const [first] = query.errors;
    setOpen(false);
    if (first) {
      setError(first);
      input.current?.setSelectionRange(first.from, first.to);
    } else if (whole || query.filter.nodes.length > 0) {
      leave();
      onFilter(whole ? query.filter : allOf([filter, query.filter]));
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    const count = options.length;
    if (event.key === "ArrowDown" && count > 0) setLit((lit + 1) % count);
    else if (event.key === "ArrowUp" && count > 0) setLit((lit + count - 1) % count);
    else if (event.key === "Tab" && count > 0 && !event.shiftKey) accept(Math.max(0, lit));
    else if (event.key === "Enter" && lit >= 0) accept(lit);
    else if (event.key === "Enter") apply();
    else if (event.key === "Escape" && open) setOpen(false);
    else if (event.key === "Escape" && whole) leave();
    else if (event.key === "ArrowUp" && text === "" && filter.nodes.length > 0) editWhole();
    else return;
    event.preventDefault();
  }

  return (
    <div className={cx("relative w-full", whole ? "md:w-160" : "md:w-80")}>
      <Input
        ref={input}
        role="combobox"
        aria-label={t`Filter by typing`}
        aria-expanded={options.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={lit >= 0 ? `${id}-${lit}` : undefined}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        aria-keyshortcuts="f"
        autoComplete="off"
        spellCheck={false}
        placeholder={t`Type a filter, such as owner:me`}
        className="h-7! pe-8! text-sm! touch:h-10! touch:pe-11!"
        value={text}
        onChange={(event) => change(event.target.value)}
        onFocus={() => setOpen(text !== "")}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {whole || filter.nodes.length > 0 ? (
        <IconButton
          label={whole ? t`Leave the filters as they are` : t`Edit all filters as text`}
          onClick={whole ? leave : editWhole}
          className="absolute! end-0 top-0 size-7! touch:size-10!"
        >
          {whole ? (
            <X className="size-3.5" aria-hidden="true" />
          ) : (
            <Pencil className="size-3.5" aria-hidden="true" />
          )}
        </IconButton>
      ) : null}
      {error ? (
        <p
          id={`${id}-error`}
          role="alert"
          className="absolute inset-x-0 top-full z-30 mt-1 rounded-m bg-surface p-2 text-sm text-bad shadow-2"
        >
          {errorText(error)}
        </p>
      ) : null}
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t`Suggestions`}
        hidden={options.length === 0}
        className="motion-pop absolute inset-x-0 top-full z-30 mt-1 max-h-72 overflow-y-auto rounded-m bg-surface p-1 text-sm shadow-2"
      >
        {options.map((option, at) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus, and says which one is lit
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the box's
          <div
            key={option.insert}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === lit}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => accept(at)}
            className={cx(
              "flex h-8 cursor-default items-center justify-between gap-3 rounded-s px-2 touch:h-11",
              at === lit ? "bg-hover" : "hover:bg-hover",
            )}
          >
            <bdi className="truncate">{option.label}</bdi>
            <code className="truncate text-ink-3">{option.insert}</code>
          </div>
        ))}
      </div>
    </div>
  );
}

/* What is being typed: the piece at the end, or nothing yet behind a space. */
function lastPiece(text: string): Piece {
  const last = piecesOf(text).at(-1);
  return last && last.from + last.text.length === text.length
    ? last
    : { from: text.length, text: "" };
}
