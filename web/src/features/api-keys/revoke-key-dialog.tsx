import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ApiKey } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { Dialog } from "@/ui/overlay/dialog.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { apiKeysQuery, revokeKey } from "./api-keys.ts";

/** Asks before a key is revoked: whatever uses it stops at once, and there is no way back. */
export function RevokeKeyDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const revoking = useMutation({
    mutationFn: () => revokeKey(apiKey.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: apiKeysQuery.queryKey });
      toast(t`${apiKey.name} is revoked`);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t`Revoke ${apiKey.name}?`}
      description={t`Whatever uses this key stops working at once. This cannot be undone; what it did stays, under its name.`}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="danger" busy={revoking.isPending} onClick={() => revoking.mutate()}>
            {t`Revoke the key`}
          </Button>
        </>
      }
    >
      {revoking.error ? <Notice tone="bad">{messageOf(revoking.error)}</Notice> : null}
    </Dialog>
  );
}
