import { useLingui } from "@lingui/react/macro";
import { Undo2 } from "lucide-react";
import type { Lead } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { MenuItem } from "@/ui/overlay/menu.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { useShortcuts } from "@/ui/shortcuts.ts";
import type { SaveLead } from "./lead-facts.tsx";

/** A lead that nobody owns is taken with one press. */
export function ClaimButton({ lead, save }: { lead: Lead; save: SaveLead }) {
  const { t } = useLingui();
  const { user } = useSession();
  const claim =
    save && !lead.owner_id ? () => hand(lead, save, user.id, t`${lead.name} is yours`) : null;
  useShortcuts(
    claim ? [{ keys: "a", label: t`Claim the lead`, group: t`On this page`, run: claim }] : [],
  );
  if (!claim) return null;
  return (
    <Button variant="primary" onClick={claim} aria-keyshortcuts="a">
      {t`Claim`}
    </Button>
  );
}

/** One's own lead goes back to where everybody can take it. */
export function ReleaseItem({ lead, save }: { lead: Lead; save: NonNullable<SaveLead> }) {
  const { t } = useLingui();
  return (
    <MenuItem
      icon={<Undo2 aria-hidden="true" className="rtl:-scale-x-100" />}
      onSelect={() => hand(lead, save, null, t`${lead.name} is back in the pool`)}
    >
      {t`Release to the pool`}
    </MenuItem>
  );
}

function hand(
  lead: Lead,
  save: NonNullable<SaveLead>,
  owner_id: string | null,
  said: string,
): void {
  const before = lead.owner_id ?? null;
  save({ owner_id }).then(
    () => toast(said, { onUndo: () => void save({ owner_id: before }).catch(complain) }),
    complain,
  );
}

function complain(error: unknown): void {
  toast(error instanceof Error ? error.message : messageOf(error), { tone: "bad" });
}
