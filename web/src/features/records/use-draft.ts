import { type Dispatch, type SetStateAction, useCallback, useEffect, useState } from "react";
import { useSession } from "@/features/session/session-context.tsx";
import { keepDraft, readDraft } from "@/ui/forms/draft-store.ts";

/** What is known of a form's draft. */
export interface Draft {
  /** What the form began with was typed before a reload, or before it was closed by accident. */
  restored: boolean;
  /** Grows when the form begins anew: the key of whatever keeps a text of its own. */
  generation: number;
  /** Throws away what was restored; the form begins anew. */
  discard: () => void;
  /** The form was saved or given up: nothing of it is kept. */
  forget: () => void;
}

/**
 * What a form holds, kept until it is saved or given up: a reload or a press beside the dialog loses nothing. Drafts are a
 * person's own, and a workspace's, since each has an origin of its own. `name` says which form, and about what.
 */
export function useDraft<Value>(
  name: string,
  begin: () => Value,
): [Value, Dispatch<SetStateAction<Value>>, Draft] {
  const key = `${useSession().user.id}.${name}`;
  const [initial] = useState(begin);
  const [kept] = useState(() => readDraft<Value>(key));
  const [value, setValue] = useState(kept ?? initial);
  const [restored, setRestored] = useState(kept !== null);
  const [generation, setGeneration] = useState(0);
  useEffect(() => {
    keepDraft(key, JSON.stringify(value) === JSON.stringify(initial) ? null : value);
  }, [key, value, initial]);
  const forget = useCallback(() => keepDraft(key, null), [key]);
  const discard = () => {
    setValue(initial);
    setRestored(false);
    setGeneration((count) => count + 1);
  };
  return [value, setValue, { restored, generation, discard, forget }];
}
