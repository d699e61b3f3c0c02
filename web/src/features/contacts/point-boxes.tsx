import { useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import { useState } from "react";
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
  const [fresh, setFresh] = useState(-1);
  return (
    <div className="grid gap-2">
      {points.map((point, index) => (
        <PointBox
          // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place; what is in it changes with each key
          key={index}
          label={index === 0 ? label : `${label} ${index + 1}`}
          type={type}
          point={point}
          error={errorOf(index)}
          focused={index === fresh}
          onChange={(next) => onChange(points.with(index, next))}
          onRemove={points.length > 1 ? () => onChange(points.toSpliced(index, 1)) : undefined}
        />
      ))}
      <Button
        size="sm"
        variant="ghost"
        className="-ms-2 justify-self-start"
        onClick={() => {
          setFresh(points.length);
          onChange([...points, { label: type === "tel" ? "mobile" : "home", value: "" }]);
        }}
      >
        {t`Add another ${one}`}
      </Button>
    </div>
  );
}

/* Beside the box, which stands below its label; an error below the box moves nothing. On a phone, beneath. */
const BESIDE = "sm:mt-6";

function PointBox({
  label,
  type,
  point,
  error,
  focused,
  onChange,
  onRemove,
}: {
  label: string;
  type: "email" | "tel";
  point: ContactPoint;
  error: string | undefined;
  focused: boolean;
  onChange: (point: ContactPoint) => void;
  onRemove: (() => void) | undefined;
}) {
  const { t } = useLingui();
  const name = usePointLabel();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-1.5 sm:grid-cols-[minmax(0,1fr)_7rem_auto]">
      <div className="max-sm:col-span-2">
        <Field label={label} error={error}>
          {(control) => (
            <Input
              {...control}
              type={type}
              autoComplete="off"
              spellCheck={false}
              autoFocus={focused}
              value={point.value}
              onChange={(event) => onChange({ ...point, value: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Select
        className={BESIDE}
        aria-label={t`Kind of ${label}`}
        value={point.label ?? "work"}
        options={POINT_LABELS.map((value) => ({ value, label: name(value) }))}
        onChange={(next) => onChange({ ...point, label: next })}
      />
      {onRemove ? (
        <IconButton
          label={t`Remove ${label}`}
          className={`${BESIDE} h-8.5 touch:h-11`}
          onClick={onRemove}
        >
          <X aria-hidden="true" />
        </IconButton>
      ) : null}
    </div>
  );
}
