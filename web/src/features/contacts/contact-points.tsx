import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useId, useState } from "react";
import type { ContactPoint } from "@/api/generated/types.gen.ts";
import { Button } from "@/ui/button.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { PropertyError, PropertyRow } from "@/ui/record/property.tsx";
import { POINT_LABELS, usePointLabel } from "./point-labels.ts";

/** What an editable list of addresses or numbers needs. */
export interface ContactPointsProps {
  label: string;
  /** What one of them is called: "e-mail address". */
  one: string;
  type: "email" | "tel";
  points: readonly ContactPoint[];
  /** Beside each: the way to write or to call. */
  link: (value: string) => ReactNode;
  onSave?: (points: ContactPoint[]) => Promise<unknown>;
}

/** All e-mail addresses or telephone numbers of a contact, the most important first; each edited where it stands. */
export function ContactPoints({ label, one, type, points, link, onSave }: ContactPointsProps) {
  const { t } = useLingui();
  const name = usePointLabel();
  const [editing, setEditing] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);

  function open(index: number | null): void {
    setError(null);
    setEditing(index);
  }

  /* Shown at once; if it is refused, the box comes back with the reason. */
  async function save(next: ContactPoint[], index: number | null): Promise<void> {
    open(null);
    try {
      await onSave?.(next);
    } catch (cause) {
      setEditing(index);
      setError(cause instanceof Error ? cause.message : String(cause));
    }
  }

  const form = (index: number) => (
    <PointForm
      type={type}
      label={label}
      point={points[index] ?? null}
      error={error}
      onCancel={() => open(null)}
      onSave={(point) => {
        const next = [...points];
        next[index] = point;
        void save(next, index);
      }}
      onRemove={
        index < points.length ? () => void save(points.toSpliced(index, 1), index) : undefined
      }
      onFirst={
        index > 0 && index < points.length
          ? (point) => void save([point, ...points.toSpliced(index, 1)], index)
          : undefined
      }
    />
  );

  return (
    <PropertyRow label={label}>
      {points.length === 0 && !onSave ? (
        <div className="flex min-h-8.5 items-center px-2 text-ink-3 touch:min-h-11">–</div>
      ) : null}
      <ul>
        {points.map((point, index) => (
          <li key={`${point.label} ${point.value}`}>
            {editing === index ? (
              form(index)
            ) : (
              <div className="flex items-center">
                <PointText
                  point={point}
                  label={name(point.label)}
                  edit={t`Edit ${label}:`}
                  onEdit={onSave ? () => open(index) : undefined}
                />
                {link(point.value)}
              </div>
            )}
          </li>
        ))}
      </ul>
      {editing === points.length ? form(points.length) : null}
      {onSave && editing !== points.length ? (
        <button
          type="button"
          onClick={() => open(points.length)}
          className="flex min-h-8 items-center rounded-m px-2 text-sm text-ink-3 outline-offset-[-2px] hover:bg-hover hover:text-ink touch:min-h-11"
        >
          {points.length === 0 ? t`Add` : t`Add another ${one}`}
        </button>
      ) : null}
    </PropertyRow>
  );
}

/* An address that is too long for its line breaks after the @, not in the middle of a word. */
function Breakable({ text }: { text: string }) {
  const [local = "", ...domain] = text.split("@");
  return domain.length === 0 ? (
    text
  ) : (
    <>
      {local}@<wbr />
      {domain.join("@")}
    </>
  );
}

function PointText({
  point,
  label,
  edit,
  onEdit,
}: {
  point: ContactPoint;
  label: string;
  edit: string;
  onEdit: (() => void) | undefined;
}) {
  const words = (
    <>
      <bdi className="min-w-0 break-words">
        <Breakable text={point.value} />
      </bdi>
      <span className="shrink-0 text-xs text-ink-3">{label}</span>
    </>
  );
  const box =
    "flex min-h-8.5 min-w-0 flex-1 flex-wrap items-center gap-x-2 px-2 py-1 touch:min-h-11";
  return onEdit ? (
    <button
      type="button"
      onClick={onEdit}
      className={`${box} rounded-m text-start outline-offset-[-2px] hover:bg-hover`}
    >
      <span className="sr-only">{edit} </span>
      {words}
    </button>
  ) : (
    <div className={box}>{words}</div>
  );
}

function PointForm({
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
  point: ContactPoint | null;
  error: string | null;
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
            {t`Make first`}
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
