import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Webhook } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { Dialog } from "@/ui/overlay/dialog.tsx";
import { deleteWebhook, refreshWebhooks } from "./webhooks.ts";

/** Asks before a webhook goes: its log and its secret go with it. */
export function DeleteWebhookDialog({
  webhook,
  onClose,
}: {
  webhook: Webhook;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const client = useQueryClient();
  const deleting = useMutation({
    mutationFn: () => deleteWebhook(webhook.id),
    onSuccess: () => refreshWebhooks(client),
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t`Delete this webhook?`}
      description={t`Nothing is told to ${webhook.url} any longer, and its log goes with it. To pause it, switch it off.`}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="danger" busy={deleting.isPending} onClick={() => deleting.mutate()}>
            {t`Delete the webhook`}
          </Button>
        </>
      }
    >
      {deleting.error ? <Notice tone="bad">{messageOf(deleting.error)}</Notice> : null}
    </Dialog>
  );
}
