import { useId } from "react";
import { cx } from "../cx.ts";

/** One of a few choices. */
export interface RadioOption<Value extends string> {
  value: Value;
  label: string;
  detail?: string;
}

/** A few choices beneath each other, each a line that can be pressed. */
export function Radios<Value extends string>({
  legend,
  value,
  options,
  onChange,
}: {
  legend: string;
  value: Value;
  options: readonly RadioOption<Value>[];
  onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset className="grid gap-2">
      <legend className="pb-1 text-sm font-semibold">{legend}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={cx(
            "flex cursor-pointer items-start gap-2.5 rounded-m border px-3 py-2 text-sm has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus touch:min-h-11",
            option.value === value ? "border-accent bg-accent-soft" : "border-line bg-surface",
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="mt-0.5 size-4 shrink-0 accent-(--accent) outline-none"
          />
          <span className="grid gap-0.5">
            <span className="font-medium">{option.label}</span>
            {option.detail ? <span className="text-ink-2">{option.detail}</span> : null}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
