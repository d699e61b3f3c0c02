import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { cx } from "../cx.ts";

const ITEM =
  "flex h-8 cursor-default items-center gap-2 rounded-s px-2 outline-none data-highlighted:bg-hover data-disabled:opacity-50 touch:h-11 [&_svg]:size-4 [&_svg]:text-ink-3";

/** A button that opens a list of actions. `trigger` is the button element itself. */
export interface MenuProps {
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "end";
  side?: "top" | "bottom";
  /** Open as soon as it is there: its button was pressed before its code came. */
  defaultOpen?: boolean;
}

/** Actions behind a button, with arrow keys and typing ahead. */
export function Menu({
  trigger,
  children,
  align = "start",
  side = "bottom",
  defaultOpen,
}: MenuProps) {
  return (
    <Base.Root defaultOpen={defaultOpen}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={6} className="z-50">
          <Base.Popup className="motion-pop min-w-48 rounded-m bg-surface p-1 text-base shadow-2 outline-none">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** One action. `danger` for what destroys. */
export function MenuItem({
  onSelect,
  icon,
  danger,
  disabled,
  children,
}: {
  onSelect: () => void;
  icon?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  children: ReactNode;
}) {
  return (
    <Base.Item onClick={onSelect} disabled={disabled} className={cx(ITEM, danger && "text-bad")}>
      {icon}
      {children}
    </Base.Item>
  );
}

/** One of several, as the theme is. */
export function MenuRadioGroup({
  label,
  value,
  onChange,
  options,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: { value: string; label: string; icon?: ReactNode }[];
}) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-xs font-medium text-ink-3">
        {label}
      </Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={onChange}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} className={ITEM}>
            {option.icon}
            <span className="flex-1">{option.label}</span>
            <Base.RadioItemIndicator>
              <Check aria-hidden="true" />
            </Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

/** A hairline between groups of actions. */
export function MenuSeparator() {
  return <Base.Separator className="mx-1 my-1 h-px bg-line" />;
}
