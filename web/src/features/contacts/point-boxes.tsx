import { useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import { useRef } from "react";
import type { ContactPoint } from "@/api/generated/types.gen.ts";
import { Button } from "@/ui/button.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import { POINT_LABELS, usePointLabel } from "./point-labels.ts";

/** What the boxes for a contact's addresses or numbers need. */
export interface PointBoxesProps {
  label: string;
  /** What one of them is called: "address". */
  one: string;
  type: "email" | "tel";
  points: readonly ContactPoint[];
  /** What was refused, by its place. */
  errorOf: (index: number) => string | undefined;
  onChange: (points: ContactPoint[]) => void;
}

/** Boxes for all addresses or numbers of a new contact, the first one being the one that counts. */
export function PointBoxes({ label, one, type, points, errorOf, onChange }: PointBoxesProps) {
  const { t } = useLingui();
  const name = usePointLabel();
  const fresh = useRef(-1);
  const set = (index: number, change: Partial<ContactPoint>) =>
    onChange(points.map((point, at) => (at === index ? { ...point, ...change } : point)));
  return (
    <div className="grid gap-2">
      {points.map((point, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place; what is in it changes with each key
        <div key={index} className="grid grid-cols-[minmax(0,1fr)_7.5rem_auto] items-end gap-1.5">
          <Field label={index === 0 ? label : `${label} ${index + 1}`} error={errorOf(index)}>
            {(control) => (
              <Input
                {...control}
                type={type}
                autoComplete="off"
                spellCheck={false}
                autoFocus={index === fresh.current}
                value={point.value}
                onChange={(event) => set(index, { value: event.target.value })}
              />
            )}
          </Field>
          <Select
            aria-label={t`Kind of ${label} ${index + 1}`}
            value={point.label ?? "work"}
            options={POINT_LABELS.map((value) => ({ value, label: name(value) }))}
            onChange={(next) => set(index, { label: next })}
          />
          {index > 0 ? (
            <IconButton
              label={t`Remove ${label} ${index + 1}`}
              className="my-0.75"
              onClick={() => onChange(points.toSpliced(index, 1))}
            >
              <X aria-hidden="true" />
            </IconButton>
          ) : null}
        </div>
      ))}
      <Button
        size="sm"
        variant="ghost"
        className="-ms-2 justify-self-start"
        onClick={() => {
          fresh.current = points.length;
          onChange([...points, { label: type === "tel" ? "mobile" : "home", value: "" }]);
        }}
      >
        {t`Add another ${one}`}
      </Button>
    </div>
  );
}
