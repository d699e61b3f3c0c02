import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { Notice } from "@/ui/feedback/notice.tsx";
import { isConflict } from "./use-setting-change.ts";
import { whoChanged } from "./who-changed.ts";

/** What a dialog changes: as it was when the dialog opened. */
interface Seen {
  id: string;
  version: number;
}

/**
 * For dialogs that change a setting: the version that the next attempt replaces, and a notice of who was faster. What was
 * typed stays, and saving again keeps it.
 */
export function useFaster(seen: Seen | undefined, name: string) {
  const { t } = useLingui();
  const [version, setVersion] = useState(seen?.version ?? 0);
  const [faster, setFaster] = useState<string | null>(null);

  /** Tries to save; somebody who was faster is named, and anything else is for the form to say. */
  async function attempt(save: () => Promise<unknown>): Promise<void> {
    setFaster(null);
    try {
      await save();
    } catch (error) {
      if (!seen || !isConflict(error)) return;
      setVersion((error.current as Seen).version);
      setFaster(await whoChanged(seen.id, name));
    }
  }

  const notice: ReactNode = faster ? (
    <Notice tone="warn">
      {faster}. {t`What you typed is still here: save again to keep it.`}
    </Notice>
  ) : null;
  return { version, attempt, notice };
}
