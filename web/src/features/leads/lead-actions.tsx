import { useLingui } from "@lingui/react/macro";
import { Ellipsis, Trash2, Undo2 } from "lucide-react";
import type { Lead } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { useGo } from "@/features/records/use-go.ts";
import { useTrash } from "@/features/records/use-trash.ts";
import { useCan, useSession } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import { Menu, MenuItem } from "@/ui/overlay/menu.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import type { SaveLead } from "./lead-facts.tsx";
import { leads } from "./leads.ts";

/** What is done with a lead as a whole: claim, release, trash. */
export function LeadActions({
  lead,
  save,
  listHref,
}: {
  lead: Lead;
  save: SaveLead;
  listHref: string;
}) {
  const { t } = useLingui();
  const { user } = useSession();
  const go = useGo();
  const trash = useTrash(leads);
  const mayTrash = useCan("leads.delete") && !lead.trashed_at && !lead.converted_at;
  const mine = lead.owner_id === user.id;

  function hand(owner_id: string | null, said: string): void {
    const before = lead.owner_id ?? null;
    save?.({ owner_id }).then(
      () => toast(said, { onUndo: () => void save({ owner_id: before }).catch(complain) }),
      complain,
    );
  }

  return (
    <>
      {save && !lead.owner_id ? (
        <Button variant="primary" onClick={() => hand(user.id, t`${lead.name} is yours`)}>
          {t`Claim`}
        </Button>
      ) : null}
      {(save && mine) || mayTrash ? (
        <Menu
          align="end"
          trigger={
            <IconButton label={t`More actions`} className="size-8">
              <Ellipsis aria-hidden="true" />
            </IconButton>
          }
        >
          {save && mine ? (
            <MenuItem
              icon={<Undo2 aria-hidden="true" />}
              onSelect={() => hand(null, t`${lead.name} is back in the pool`)}
            >
              {t`Release to the pool`}
            </MenuItem>
          ) : null}
          {mayTrash ? (
            <MenuItem
              danger
              icon={<Trash2 aria-hidden="true" />}
              onSelect={() => {
                go(listHref);
                void trash(lead);
              }}
            >
              {t`Move to the trash`}
            </MenuItem>
          ) : null}
        </Menu>
      ) : null}
    </>
  );
}

function complain(error: unknown): void {
  toast(error instanceof Error ? error.message : messageOf(error), { tone: "bad" });
}
