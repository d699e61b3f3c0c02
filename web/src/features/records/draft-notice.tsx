import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@/ui/button.tsx";
import type { Draft } from "./use-draft.ts";

/** Says that a form holds what was typed earlier, and offers to begin anew. */
export function DraftNotice({ draft }: { draft: Pick<Draft, "restored" | "discard"> }) {
  const { t } = useLingui();
  if (!draft.restored) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 rounded-m bg-mark-soft px-3 py-1.5 text-sm"
    >
      <Trans>This is what you had not saved.</Trans>
      <Button size="sm" variant="ghost" onClick={draft.discard}>
        {t`Discard the draft`}
      </Button>
    </div>
  );
}
