import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { inputClass } from "./input.tsx";

/** One choice. `label` is also what typing ahead matches. */
export interface SelectOption {
  value: string;
  label: string;
  /** Before the label: a swatch or an avatar. */
  before?: ReactNode;
}

/** What `Select` takes; the rest of the attributes come from `Field`. */
export interface SelectProps {
  value: string | null;
  options: SelectOption[];
  onChange: (value: string) => void;
  placeholder?: string;
  disabled?: boolean;
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  "aria-required"?: true;
  className?: string;
  /** Opens as soon as it is there: for a cell that turns into a select when it is pressed. */
  defaultOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** One of a few. For many, and for records, use a search box instead. */
export function Select({
  value,
  options,
  onChange,
  placeholder,
  disabled,
  className,
  defaultOpen,
  onOpenChange,
  ...aria
}: SelectProps) {
  const chosen = options.find((option) => option.value === value);
  return (
    <Base.Root
      items={options}
      value={value}
      onValueChange={(next) => next !== null && onChange(next)}
      disabled={disabled}
      defaultOpen={defaultOpen}
      onOpenChange={onOpenChange}
    >
      <Base.Trigger
        {...aria}
        className={cx(
          inputClass,
          "flex h-8.5 items-center justify-between gap-2 text-start touch:h-11",
          className,
        )}
      >
        <Base.Value>
          {() => (
            <span className={cx("flex min-w-0 items-center gap-2", !chosen && "text-ink-3")}>
              {chosen?.before}
              <span className="truncate">{chosen?.label ?? placeholder}</span>
            </span>
          )}
        </Base.Value>
        <Base.Icon>
          <ChevronsUpDown className="size-3.5 text-ink-3" aria-hidden="true" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <Base.Popup className="motion-pop max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto rounded-m bg-surface p-1 text-base shadow-2 outline-none">
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className="flex h-8 cursor-default items-center gap-2 rounded-s ps-2 pe-3 outline-none data-highlighted:bg-hover touch:h-11"
              >
                {option.before}
                <Base.ItemText className="min-w-0 flex-1 truncate">{option.label}</Base.ItemText>
                <span className="w-4">
                  <Base.ItemIndicator>
                    <Check className="size-3.5 text-accent" aria-hidden="true" />
                  </Base.ItemIndicator>
                </span>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
