import { useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { cx } from "../cx.ts";
import { useFormats } from "../format/format-context.tsx";
import { parseMoney } from "../format/parse-money.ts";
import { Input } from "../forms/input.tsx";
import { useShortcuts } from "../shortcuts.ts";
import type { Condition } from "./conditions.ts";
import type { FilterField } from "./fields.ts";
import { type Piece, piecesOf, type QueryError, readQuery, suggest } from "./query.ts";
import { useQueryErrorText } from "./use-query-error-text.ts";

/** A box for those who would rather type their conditions; what is read becomes chips like any other. */
export function QueryBox({
  fields,
  onConditions,
}: {
  fields: readonly FilterField[];
  onConditions: (conditions: Condition[]) => void;
}) {
  const { t } = useLingui();
  const { locale } = useFormats();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [lit, setLit] = useState(-1);
  const [error, setError] = useState<QueryError | null>(null);
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

  function apply(): void {
    const query = readQuery(text, fields, (amount, currency) =>
      parseMoney(amount, currency, locale),
    );
    const [first] = query.errors;
    setOpen(false);
    if (first) {
      setError(first);
      input.current?.setSelectionRange(first.from, first.to);
    } else if (query.conditions.length > 0) {
      change("");
      onConditions(query.conditions);
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
    else return;
    event.preventDefault();
  }

  return (
    <div className="relative w-full md:w-80">
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
        className="h-7! text-sm! touch:h-10!"
        value={text}
        onChange={(event) => change(event.target.value)}
        onFocus={() => setOpen(text !== "")}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
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
