import { useRef, useState } from "react";

/** How an inline edit is saved: rejects with an error whose message a person can read. */
export type SaveInline<Value> = (value: Value) => Promise<unknown>;

/** The life of one inline edit: shown → editing → saving → shown again, or an error beside the box. */
export function useInlineEdit<Value>(value: Value, save: SaveInline<Value> | undefined) {
  const [editing, setEditing] = useState(false);
  const [draft, setDraft] = useState(value);
  const [pending, setPending] = useState<{ value: Value } | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [failed, setFailed] = useState<{ value: Value } | null>(null);
  const opener = useRef<HTMLButtonElement>(null);

  function close(refocus: boolean): void {
    setEditing(false);
    setError(null);
    setFailed(null);
    if (refocus) requestAnimationFrame(() => opener.current?.focus());
  }

  async function commit(next: Value, refocus: boolean): Promise<void> {
    if (!save || pending) return;
    if (Object.is(next, value)) return close(refocus);
    setPending({ value: next });
    close(refocus);
    try {
      await save(next);
    } catch (cause) {
      setDraft(next);
      setFailed({ value: next });
      setError(cause instanceof Error ? cause.message : String(cause));
      setEditing(true);
    } finally {
      setPending(null);
    }
  }

  return {
    /** What to show: the value on its way, before the server has said yes. */
    shown: pending ? pending.value : value,
    editable: save !== undefined,
    editing,
    draft,
    error,
    opener,
    /** What is in the box was refused: only a deliberate Enter sends it again, not a press elsewhere. */
    refused: failed !== null && Object.is(failed.value, draft),
    saving: pending !== null,
    setDraft,
    setError,
    start: () => {
      setDraft(value);
      setError(null);
      setFailed(null);
      setEditing(true);
    },
    commit,
    cancel: () => close(true),
  };
}
