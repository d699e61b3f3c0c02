import { Combobox as Base } from "@base-ui/react/combobox";
import { useLingui } from "@lingui/react/macro";
import { Check } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { cx } from "../cx.ts";
import { inputClass } from "./input.tsx";

/** A record to be chosen: which one, and what it is called. */
export interface RecordOption {
  id: string;
  label: string;
  detail?: string;
}

/** What the picker takes; the rest of the attributes come from `Field`. */
export interface RecordPickerProps {
  value: RecordOption | null;
  onChange: (value: RecordOption | null) => void;
  /** Finds records by what was typed; an empty text finds the first ones. */
  find: (text: string, signal: AbortSignal) => Promise<RecordOption[]>;
  placeholder?: string;
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  "aria-required"?: true;
  autoFocus?: boolean;
  className?: string;
  onOpenChange?: (open: boolean) => void;
}

const TYPING_MS = 150;

/** One of very many, found by typing: a company, a contact, a product. Emptying the box chooses none. */
export function RecordPicker({
  value,
  onChange,
  find,
  placeholder,
  className,
  onOpenChange,
  ...input
}: RecordPickerProps) {
  const { t } = useLingui();
  const [text, setText] = useState(value?.label ?? "");
  const { found, searching } = useFound(text === (value?.label ?? "") ? "" : text, find);
  return (
    <Base.Root
      items={found}
      value={value}
      onValueChange={(next) => onChange(next)}
      inputValue={text}
      onInputValueChange={setText}
      itemToStringLabel={(option: RecordOption) => option.label}
      isItemEqualToValue={(a: RecordOption, b: RecordOption) => a.id === b.id}
      filter={null}
      defaultOpen={input.autoFocus}
      onOpenChange={onOpenChange}
    >
      <Base.Input
        {...input}
        placeholder={placeholder}
        className={cx(inputClass, "h-8.5 touch:h-11", className)}
      />
      <Base.Portal>
        <Base.Positioner sideOffset={4} className="z-50">
          <Base.Popup className="motion-pop max-h-[min(18rem,var(--available-height))] w-(--anchor-width) min-w-56 overflow-y-auto rounded-m bg-surface p-1 text-base shadow-2 outline-none">
            <Base.Empty className="px-2 py-1.5 text-sm text-ink-3 empty:hidden">
              {searching ? t`Searching…` : t`Nothing found`}
            </Base.Empty>
            <Base.List>
              {(option: RecordOption) => (
                <Base.Item
                  key={option.id}
                  value={option}
                  className="flex min-h-8 cursor-default items-center gap-2 rounded-s ps-2 pe-3 outline-none data-highlighted:bg-hover touch:min-h-11"
                >
                  <span className="min-w-0 flex-1 truncate">
                    {option.label}
                    {option.detail ? <span className="text-ink-3"> {option.detail}</span> : null}
                  </span>
                  <Base.ItemIndicator>
                    <Check className="size-3.5 text-accent" aria-hidden="true" />
                  </Base.ItemIndicator>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function useFound(text: string, find: RecordPickerProps["find"]) {
  const [found, setFound] = useState<RecordOption[]>([]);
  const [searching, setSearching] = useState(true);
  const latest = useRef(find);
  useEffect(() => {
    latest.current = find;
  });
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(
      () => {
        setSearching(true);
        latest
          .current(text, stop.signal)
          .then(setFound, () => !stop.signal.aborted && setFound([]))
          .finally(() => !stop.signal.aborted && setSearching(false));
      },
      text === "" ? 0 : TYPING_MS,
    );
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  return { found, searching };
}
