import { useLingui } from "@lingui/react/macro";
import { useId, useState } from "react";
import type { ContactPoint } from "@/api/generated/types.gen.ts";
import { Button } from "@/ui/button.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { PropertyError } from "@/ui/record/property.tsx";
import { POINT_LABELS, usePointLabel } from "./point-labels.ts";

/** One address or number being edited: what it is, what it is for, and whether it comes first. */
export function PointForm({
  type,
  label,
  point,
  error,
  onSave,
  onCancel,
  onRemove,
  onFirst,
}: {
  type: "email" | "tel";
  label: string;
  /** What the boxes begin with; null for a new one. */
  point: ContactPoint | null;
  error: string | undefined;
  onSave: (point: ContactPoint) => void;
  onCancel: () => void;
  onRemove: (() => void) | undefined;
  onFirst: ((point: ContactPoint) => void) | undefined;
}) {
  const { t } = useLingui();
  const errorId = useId();
  const labelOf = usePointLabel();
  const [draft, setDraft] = useState<ContactPoint>(point ?? { label: "work", value: "" });
  const written = { ...draft, value: draft.value.trim() };
  return (
    <form
      noValidate
      className="grid gap-2 py-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (written.value === "") (onRemove ?? onCancel)();
        else onSave(written);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        onCancel();
      }}
    >
      <div className="grid gap-1.5 sm:grid-cols-[minmax(0,1fr)_7rem]">
        <Input
          type={type}
          aria-label={label}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? errorId : undefined}
          autoFocus
          autoComplete="off"
          value={draft.value}
          onChange={(event) => setDraft({ ...draft, value: event.target.value })}
        />
        <Select
          aria-label={t`Kind of ${label}`}
          value={draft.label ?? "work"}
          options={POINT_LABELS.map((value) => ({ value, label: labelOf(value) }))}
          onChange={(next) => setDraft({ ...draft, label: next })}
        />
      </div>
      {error ? <PropertyError id={errorId}>{error}</PropertyError> : null}
      <div className="flex flex-wrap gap-1.5">
        <Button size="sm" type="submit" variant="primary">{t`Save`}</Button>
        <Button size="sm" variant="ghost" onClick={onCancel}>{t`Cancel`}</Button>
        {onFirst ? (
          <Button size="sm" variant="ghost" onClick={() => onFirst(written)}>
            {t`Make primary`}
          </Button>
        ) : null}
        {onRemove ? (
          <Button size="sm" variant="ghost" className="ms-auto text-bad!" onClick={onRemove}>
            {t`Remove`}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
