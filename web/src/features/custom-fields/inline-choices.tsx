import { useLingui } from "@lingui/react/macro";
import { useRef, useState } from "react";
import { enumerate } from "@/i18n/i18n.ts";
import { ChipPopover } from "@/ui/filter/chip-popover.tsx";
import { ChoiceValues } from "@/ui/filter/choice-values.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { PropertyRow, RestingValue, StillValue } from "@/ui/record/property.tsx";

/** Any of a few values, ticked where they stand; what was ticked is saved when the list closes. */
export function InlineChoices(props: {
  label: string;
  choices: readonly string[];
  value: readonly string[];
  onSave: ((value: string[]) => Promise<unknown>) | undefined;
}) {
  const { t } = useLingui();
  const { label, choices, value, onSave } = props;
  const opener = useRef<HTMLButtonElement>(null);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [draft, setDraft] = useState<readonly string[] | null>(null);
  const shown = enumerate(value) || null;
  if (!onSave) {
    return (
      <PropertyRow label={label} more={!shown}>
        <StillValue>{shown && <bdi>{shown}</bdi>}</StillValue>
      </PropertyRow>
    );
  }

  function close(): void {
    const chosen = choices.filter((choice) => draft?.includes(choice));
    setDraft(null);
    if (!draft || !onSave || chosen.join("\n") === value.join("\n")) return;
    onSave(chosen).catch((error: Error) => toast(error.message, { tone: "bad" }));
  }

  return (
    <PropertyRow label={label} more={!shown && draft === null}>
      <RestingValue
        label={t`Edit ${label}:`}
        empty={!shown}
        saving={false}
        openerRef={opener}
        onEdit={() => {
          setAnchor(opener.current);
          setDraft(value);
        }}
      >
        {shown ? <bdi>{shown}</bdi> : t`Choose`}
      </RestingValue>
      {draft === null ? null : (
        <ChipPopover open anchor={anchor} label={label} onOpenChange={(open) => !open && close()}>
          <div className="w-64 p-3">
            <ChoiceValues
              label={label}
              options={choices.map((choice) => ({ value: choice, label: choice }))}
              values={draft}
              onValues={setDraft}
            />
          </div>
        </ChipPopover>
      )}
    </PropertyRow>
  );
}
