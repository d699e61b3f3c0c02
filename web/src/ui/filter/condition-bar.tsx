import { useLingui } from "@lingui/react/macro";
import { Plus } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { Button } from "../button.tsx";
import type { Condition } from "./conditions.ts";
import type { FilterField } from "./fields.ts";
import { FilterBar } from "./filter-bar.tsx";
import { useSentence } from "./use-sentence.ts";

const ConditionEditor = lazy(() =>
  import("./condition-editor.tsx").then((module) => ({ default: module.ConditionEditor })),
);

/** What the bar needs: the fields that exist, the conditions in force, and what to do with new ones. */
export interface ConditionBarProps {
  fields: readonly FilterField[];
  conditions: readonly Condition[];
  onChange: (conditions: Condition[]) => void;
  start?: ReactNode;
  end?: ReactNode;
}

/* What is being edited: the nth condition, or a new one. */
interface Editing {
  index: number;
  anchor: HTMLElement;
}

/** The conditions of a list as chips, each edited in a popover beneath it; "+ Filter" adds another. */
export function ConditionBar({ fields, conditions, onChange, start, end }: ConditionBarProps) {
  const { t } = useLingui();
  const sentence = useSentence();
  const [editing, setEditing] = useState<Editing | null>(null);
  const known = conditions.flatMap((condition, index) => {
    const field = fields.find((candidate) => candidate.id === condition.field);
    return field ? [{ field, condition, index }] : [];
  });

  function put(index: number, condition: Condition): void {
    onChange(
      index < conditions.length
        ? conditions.map((old, at) => (at === index ? condition : old))
        : [...conditions, condition],
    );
    setEditing(null);
  }

  return (
    <>
      <FilterBar
        start={start}
        end={end}
        chips={known.map(({ field, condition, index }) => ({
          id: `${index}`,
          ...sentence(field, condition),
          onEdit: (anchor) => setEditing({ index, anchor }),
          onRemove: () => onChange(conditions.filter((_, at) => at !== index)),
        }))}
        onClear={() => onChange([])}
        add={
          <Button
            size="sm"
            className="font-medium!"
            icon={<Plus className="size-3.5" aria-hidden="true" />}
            aria-haspopup="dialog"
            aria-expanded={editing?.index === conditions.length}
            onClick={(event) =>
              setEditing({ index: conditions.length, anchor: event.currentTarget })
            }
          >
            {t`Filter`}
          </Button>
        }
      />
      {editing ? (
        <Suspense>
          <ConditionEditor
            key={editing.index}
            anchor={editing.anchor}
            fields={fields}
            condition={conditions[editing.index] ?? null}
            onApply={(condition) => put(editing.index, condition)}
            onClose={() => setEditing(null)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
