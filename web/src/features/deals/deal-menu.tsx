import { useLingui } from "@lingui/react/macro";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Link2, Trash2 } from "lucide-react";
import { request } from "@/api/transport.ts";
import { keysOf } from "@/features/records/resource.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import { Menu, MenuItem, MenuSeparator } from "@/ui/overlay/menu.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { useShortcuts } from "@/ui/shortcuts.ts";
import { dropDeal } from "./board-cache.ts";
import { BOARDS } from "./board-query.ts";
import { changeBoards, DEAL_CHANGES, dealKey, holdDeals } from "./deal-cache.ts";
import { errorText } from "./errors.ts";
import type { Deal } from "./types.ts";

/** What else can be done with a deal. `onGone` leaves the place where it was. */
export function DealMenu({ deal, onGone }: { deal: Deal; onGone: () => void }) {
  const { t } = useLingui();
  const mayTrash = useCan("deals.delete");
  const trash = useTrash(deal, onGone);
  useShortcuts(
    mayTrash && !deal.trashed_at
      ? [{ keys: "#", label: t`Move to the trash`, group: t`On this page`, run: trash }]
      : [],
  );
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t`More actions`}>
          <Ellipsis aria-hidden="true" />
        </IconButton>
      }
    >
      <MenuItem
        icon={<Link2 aria-hidden="true" />}
        onSelect={() => {
          void navigator.clipboard
            ?.writeText(new URL(`/deals/${deal.id}`, window.location.href).href)
            .then(() => toast(t`Copied the link`));
        }}
      >
        {t`Copy the link`}
      </MenuItem>
      {mayTrash ? (
        <>
          <MenuSeparator />
          <MenuItem danger icon={<Trash2 aria-hidden="true" />} onSelect={trash}>
            {t`Move to the trash`}
          </MenuItem>
        </>
      ) : null}
    </Menu>
  );
}

function useTrash(deal: Deal, onGone: () => void): () => void {
  const { t } = useLingui();
  const client = useQueryClient();
  const refresh = () => refreshDeal(client, deal.id);
  const restore = useRestoreDeal(deal);
  const trash = useMutation({
    scope: DEAL_CHANGES,
    onMutate: async () => {
      await holdDeals(client, deal.id);
      changeBoards(client, (board) => dropDeal(board, deal.id));
    },
    mutationFn: () => request<Deal>(`/api/deals/${deal.id}`, { method: "DELETE" }),
    onSuccess: () => toast(t`${deal.name} is in the trash`, { onUndo: () => restore() }),
    onError: (error) =>
      toast(t`${deal.name} could not be trashed`, { tone: "bad", detail: errorText(error) }),
    onSettled: refresh,
  });
  return () => {
    trash.mutate();
    onGone();
  };
}

/** Takes a deal out of the trash. */
export function useRestoreDeal(deal: Deal): () => void {
  const { t } = useLingui();
  const client = useQueryClient();
  const restore = useMutation({
    scope: DEAL_CHANGES,
    mutationFn: () => request<Deal>(`/api/deals/${deal.id}/restore`, { method: "POST" }),
    onError: (error) =>
      toast(t`${deal.name} could not be restored`, { tone: "bad", detail: errorText(error) }),
    onSettled: () => refreshDeal(client, deal.id),
  });
  return () => restore.mutate();
}

function refreshDeal(client: QueryClient, dealId: string): void {
  void client.invalidateQueries({ queryKey: BOARDS });
  void client.invalidateQueries({ queryKey: dealKey(dealId) });
  void client.invalidateQueries({ queryKey: keysOf("deals").events(dealId) });
  void client.invalidateQueries({ queryKey: ["deals", "related"] });
}
