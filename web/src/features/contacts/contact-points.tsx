import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { ContactPoint } from "@/api/generated/types.gen.ts";
import { toast } from "@/ui/overlay/toast.tsx";
import { PropertyRow } from "@/ui/record/property.tsx";
import { PointForm } from "./point-form.tsx";
import { usePointLabel } from "./point-labels.ts";
import { insertAt, putAt, putFirst, removeAt } from "./point-list.ts";

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

/* Which one is being edited, what was typed, and why it was refused. */
interface Editing {
  index: number;
  draft: ContactPoint | null;
  error?: string;
}

/** All e-mail addresses or telephone numbers of a contact, the most important first; each edited where it stands. */
export function ContactPoints({ label, one, type, points, link, onSave }: ContactPointsProps) {
  const { t } = useLingui();
  const name = usePointLabel();
  const list = useRef<HTMLDivElement>(null);
  // what an undo goes by: others may have changed the list meanwhile
  const current = useRef(points);
  useEffect(() => {
    current.current = points;
  });
  const [editing, setEditing] = useState<Editing | null>(null);

  /* The focus goes back to the line that was edited, or to the one that took its place. */
  function close(index: number): void {
    setEditing(null);
    requestAnimationFrame(() => {
      const lines = list.current?.querySelectorAll<HTMLButtonElement>("button[data-point]") ?? [];
      lines[Math.min(index, lines.length - 1)]?.focus();
    });
  }

  /* Shown at once; if it is refused, the boxes come back with what was typed and the reason. */
  async function save(next: ContactPoint[], was: Editing, removed?: ContactPoint): Promise<void> {
    close(was.index);
    try {
      await onSave?.(next);
      if (removed) {
        toast(t`Removed ${removed.value}`, { onUndo: () => void putBack(removed, was.index) });
      }
    } catch (cause) {
      setEditing({ ...was, error: cause instanceof Error ? cause.message : String(cause) });
    }
  }

  async function putBack(point: ContactPoint, index: number): Promise<void> {
    try {
      await onSave?.(insertAt(current.current, index, point));
    } catch (cause) {
      toast(cause instanceof Error ? cause.message : String(cause), { tone: "bad" });
    }
  }

  const form = ({ index, draft, error }: Editing) => (
    <PointForm
      type={type}
      label={label}
      point={draft}
      error={error}
      onCancel={() => close(index)}
      onSave={(point) => void save(putAt(points, index, point), { index, draft: point })}
      onRemove={
        index < points.length
          ? () => void save(removeAt(points, index), { index, draft }, points[index])
          : undefined
      }
      onFirst={
        index > 0 && index < points.length
          ? (point) => void save(putFirst(points, index, point), { index, draft: point })
          : undefined
      }
    />
  );
  /* Which of several counts is worth a word; an only one needs none. */
  function kind(point: ContactPoint, index: number): string {
    const words = name(point.label);
    return index === 0 && points.length > 1 ? t`${words}, primary` : words;
  }
  const adding = editing !== null && editing.index >= points.length;

  return (
    <PropertyRow label={label} more={points.length === 0 && editing === null}>
      <div ref={list}>
        {points.length === 0 && !onSave ? (
          <div className="flex min-h-8.5 items-center px-2 text-ink-3 touch:min-h-11">–</div>
        ) : null}
        <ul>
          {points.map((point, index) => (
            <li key={`${point.label} ${point.value}`}>
              {editing?.index === index ? (
                form(editing)
              ) : (
                <div className="flex items-center">
                  <PointText
                    point={point}
                    label={kind(point, index)}
                    edit={t`Edit ${label}:`}
                    onEdit={onSave ? () => setEditing({ index, draft: point }) : undefined}
                  />
                  {link(point.value)}
                </div>
              )}
            </li>
          ))}
        </ul>
        {adding ? form(editing) : null}
        {onSave && !adding ? (
          <button
            type="button"
            data-point=""
            onClick={() => setEditing({ index: points.length, draft: null })}
            className="flex min-h-8 items-center rounded-m px-2 text-sm text-ink-3 outline-offset-[-2px] hover:bg-hover hover:text-ink touch:min-h-11"
          >
            {points.length === 0 ? t`Add` : t`Add another ${one}`}
          </button>
        ) : null}
      </div>
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
      <bdi dir="ltr" className="min-w-0 break-words">
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
      data-point=""
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
