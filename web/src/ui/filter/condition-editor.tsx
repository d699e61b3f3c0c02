import { useLingui } from "@lingui/react/macro";
import { ChevronLeft } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "../button.tsx";
import { Select } from "../forms/select.tsx";
import { IconButton } from "../icon-button.tsx";
import { ChipPopover } from "./chip-popover.tsx";
import { ChoiceValues } from "./choice-values.tsx";
import type { Condition, Operator } from "./conditions.ts";
import { FieldList } from "./field-list.tsx";
import { type FilterField, operatorsOf, valueCount } from "./fields.ts";
import { isComplete } from "./is-complete.ts";
import { PlainValues } from "./plain-values.tsx";
import { SPANS } from "./spans.ts";
import { useOperatorWords, useSpanWords } from "./use-sentence.ts";

/** What the editor works on: one condition, or none yet. */
export interface ConditionEditorProps {
  anchor: HTMLElement;
  fields: readonly FilterField[];
  condition: Condition | null;
  onApply: (condition: Condition) => void;
  /** How this condition and another one beside it would be joined, and how to begin that other one. */
  branch: "and" | "or";
  onBranch?: (condition: Condition) => void;
  onClose: () => void;
}

/** Field, then comparison and value: a condition is made or changed in one small popover. */
export function ConditionEditor({
  anchor,
  fields,
  condition,
  onApply,
  branch,
  onBranch,
  onClose,
}: ConditionEditorProps) {
  const { t } = useLingui();
  const [draft, setDraft] = useState(condition);
  const field = fields.find((candidate) => candidate.id === draft?.field);
  return (
    <ChipPopover
      open
      anchor={anchor}
      onOpenChange={(open) => !open && onClose()}
      label={field ? t`Filter by ${field.label}` : t`Filter by`}
    >
      {field && draft ? (
        <ValueForm
          field={field}
          draft={draft}
          onDraft={setDraft}
          onBack={condition ? undefined : () => setDraft(null)}
          onApply={() => onApply(draft)}
          branch={branch}
          onBranch={onBranch && (() => onBranch(draft))}
        />
      ) : (
        <FieldList
          fields={fields}
          onPick={(picked) =>
            setDraft({ field: picked.id, op: operatorsOf(picked.kind)[0] ?? "is", values: [] })
          }
        />
      )}
    </ChipPopover>
  );
}

/* Days that are counted, days that are named, and values that are written cannot stand for each other. */
const shapeOf = (op: Operator) => (op === "last" || op === "span" ? op : "value");

function ValueForm({
  field,
  draft,
  onDraft,
  onBack,
  onApply,
  branch,
  onBranch,
}: {
  field: FilterField;
  draft: Condition;
  onDraft: (draft: Condition) => void;
  onBack: (() => void) | undefined;
  onApply: () => void;
  branch: "and" | "or";
  onBranch: (() => void) | undefined;
}) {
  const { t } = useLingui();
  const words = useOperatorWords();
  const spanWords = useSpanWords();
  const complete = isComplete(field.kind, draft);
  const form = useRef<HTMLFormElement>(null);
  // the field that was pressed is gone; the value is what comes next
  // biome-ignore lint/correctness/useExhaustiveDependencies: another comparison has other boxes
  useEffect(() => form.current?.querySelector("input")?.focus(), [draft.op]);

  function compare(op: string): void {
    const next = op as Operator;
    const kept = valueCount(next) === valueCount(draft.op) && shapeOf(next) === shapeOf(draft.op);
    onDraft({ ...draft, op: next, values: kept ? draft.values : [] });
  }

  return (
    <form
      ref={form}
      className="grid w-72 gap-2.5 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (complete) onApply();
      }}
    >
      <div className="flex items-center gap-1">
        {onBack ? (
          <IconButton label={t`Another field`} onClick={onBack} className="-ms-1.5">
            <ChevronLeft aria-hidden="true" className="rtl:-scale-x-100" />
          </IconButton>
        ) : null}
        <span className="flex-1 truncate text-sm font-semibold">{field.label}</span>
        <Select
          aria-label={t`Comparison`}
          className="w-auto! border-transparent! hover:bg-hover"
          value={draft.op}
          options={operatorsOf(field.kind).map((op) => ({
            value: op,
            label: words(op, field.kind),
          }))}
          onChange={compare}
        />
      </div>
      {field.kind === "choice" ? (
        <ChoiceValues
          label={field.label}
          options={field.options}
          values={draft.values}
          onValues={(values) => onDraft({ ...draft, values })}
        />
      ) : draft.op === "span" ? (
        <Select
          aria-label={t`Days`}
          value={draft.values[0] ?? ""}
          options={SPANS.map((span) => ({ value: span, label: spanWords[span] }))}
          onChange={(span) => onDraft({ ...draft, values: [span] })}
        />
      ) : (
        <PlainValues
          key={draft.op}
          field={field}
          draft={draft}
          onValues={(values) => onDraft({ ...draft, values })}
        />
      )}
      <div className="flex gap-2">
        {onBranch ? (
          <Button variant="ghost" disabled={!complete} onClick={onBranch}>
            {branch === "or" ? t`Or…` : t`And…`}
          </Button>
        ) : null}
        <Button type="submit" variant="primary" disabled={!complete} className="flex-1">
          {t`Apply`}
        </Button>
      </div>
    </form>
  );
}
