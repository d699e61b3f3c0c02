import { useLingui } from "@lingui/react/macro";
import type { KeyboardEvent } from "react";
import type { FilterField } from "./fields.ts";

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

function move(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}

/** The fields that a list can be filtered by; arrow keys walk through them. */
export function FieldList({
  fields,
  onPick,
}: {
  fields: readonly FilterField[];
  onPick: (field: FilterField) => void;
}) {
  const { t } = useLingui();
  return (
    <div role="group" aria-label={t`Field`} onKeyDown={move} className="grid w-48 p-1">
      {fields.map((field) => (
        <button
          key={field.id}
          type="button"
          onClick={() => onPick(field)}
          className="flex h-8 items-center rounded-s px-2 text-start outline-offset-[-2px] hover:bg-hover focus-visible:bg-hover touch:h-11"
        >
          {field.label}
        </button>
      ))}
    </div>
  );
}
