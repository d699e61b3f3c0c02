import { useLingui } from "@lingui/react/macro";
import { Plus, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "@/ui/button.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import { SortableList } from "@/ui/reorder/sortable-list.tsx";
import { type Choice, withNew } from "./choice-list.ts";

/** What can be chosen: named, brought into order, added and taken out. Enter makes the next one. */
export function ChoiceEditor(props: {
  choices: readonly Choice[];
  onChange: (choices: Choice[]) => void;
  error?: string | undefined;
}) {
  const { t } = useLingui();
  const { choices, onChange, error } = props;
  const field = useRef<HTMLFieldSetElement>(null);
  const added = useRef(false);
  useEffect(() => {
    if (!added.current) return;
    added.current = false;
    const boxes = field.current?.querySelectorAll<HTMLElement>("input");
    boxes?.[boxes.length - 1]?.focus();
  });
  const add = () => {
    added.current = true;
    onChange(withNew(choices));
  };
  const nameOf = ({ name }: Choice) => name || t`the new choice`;
  return (
    <fieldset ref={field} className="grid gap-2">
      <legend className="mb-1 text-sm font-medium">{t`Choices`}</legend>
      <div className="max-h-72 overflow-y-auto">
        <SortableList
          label={t`Choices`}
          items={choices}
          keyOf={({ id }) => id}
          nameOf={nameOf}
          onMove={(choice, to) =>
            onChange(choices.filter((other) => other !== choice).toSpliced(to, 0, choice))
          }
        >
          {(choice) => (
            <>
              <Input
                aria-label={t`Name of ${nameOf(choice)}`}
                aria-invalid={error && choice.name.trim() === "" ? true : undefined}
                autoComplete="off"
                maxLength={120}
                value={choice.name}
                onChange={({ target }) =>
                  onChange(
                    choices.map((other) =>
                      other === choice ? { ...choice, name: target.value } : other,
                    ),
                  )
                }
                onKeyDown={(event) => {
                  if (event.key !== "Enter") return;
                  event.preventDefault();
                  add();
                }}
              />
              <IconButton
                label={t`Take out ${nameOf(choice)}`}
                onClick={() => onChange(choices.filter((other) => other !== choice))}
              >
                <X aria-hidden="true" />
              </IconButton>
            </>
          )}
        </SortableList>
      </div>
      {error ? <p className="text-sm font-medium text-bad">{error}</p> : null}
      <div>
        <Button size="sm" icon={<Plus className="size-4" aria-hidden="true" />} onClick={add}>
          {t`Add a choice`}
        </Button>
      </div>
    </fieldset>
  );
}
