import { useLingui } from "@lingui/react/macro";
import { useId } from "react";
import { Input } from "../forms/input.tsx";
import { MoneyInput } from "../forms/money-input.tsx";
import type { Condition } from "./conditions.ts";
import { type FilterField, valueCount } from "./fields.ts";

type PlainField = Exclude<FilterField, { kind: "choice" }>;

/** The one or two boxes of a value that is written: a text, a number, an amount, a day. */
export function PlainValues({
  field,
  draft,
  onValues,
}: {
  field: PlainField;
  draft: Condition;
  onValues: (values: string[]) => void;
}) {
  const { t } = useLingui();
  const count = valueCount(draft.op);
  if (count === 0) return null;
  const labels = count === 2 ? [t`From`, t`To`] : [draft.op === "last" ? t`Days` : t`Value`];
  return (
    <div className={count === 2 ? "grid grid-cols-2 gap-2" : "grid"}>
      {labels.map((label, at) => (
        <Value
          key={label}
          field={field}
          days={draft.op === "last"}
          label={label}
          value={draft.values[at] ?? ""}
          onValue={(value) => {
            const next = Array.from({ length: count }, (_, index) => draft.values[index] ?? "");
            next[at] = value;
            onValues(next);
          }}
        />
      ))}
    </div>
  );
}

function Value({
  field,
  days,
  label,
  value,
  onValue,
}: {
  field: PlainField;
  days: boolean;
  label: string;
  value: string;
  onValue: (value: string) => void;
}) {
  const listId = useId();
  if (field.kind === "money") {
    return (
      <MoneyInput
        aria-label={label}
        placeholder={label}
        currency={field.currency}
        amount={/^-?\d+$/.test(value) ? Number(value) : null}
        onAmount={(amount) => onValue(typeof amount === "number" ? String(amount) : "")}
      />
    );
  }
  const day = (field.kind === "moment" || field.kind === "date") && !days;
  const suggestions = field.kind === "text" ? field.suggestions : undefined;
  return (
    <>
      <Input
        aria-label={label}
        placeholder={label}
        type={day ? "date" : "text"}
        inputMode={days || field.kind === "number" ? "numeric" : undefined}
        list={suggestions ? listId : undefined}
        value={value}
        onChange={(event) => onValue(event.target.value)}
      />
      {suggestions ? (
        <datalist id={listId}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      ) : null}
    </>
  );
}
