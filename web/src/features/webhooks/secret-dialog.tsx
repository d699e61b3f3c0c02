import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Webhook } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { CopyField } from "@/ui/forms/copy-field.tsx";
import { Dialog } from "@/ui/overlay/dialog.tsx";
import { refreshWebhooks, rotateSecret, secretQuery } from "./webhooks.ts";

/** The secret by which a program knows that it is us, and another one in its place. */
export function SecretDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const formats = useFormats();
  const secret = useQuery(secretQuery(webhook.id));
  const rotating = useMutation({
    mutationFn: () => rotateSecret(webhook.id),
    onSuccess: () => refreshWebhooks(client),
  });
  const error = secret.error ?? rotating.error;
  const until = secret.data?.old_until ? formats.moment(secret.data.old_until) : "";
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t`Secret of the webhook`}
      description={t`Verify with it that a message is ours: any library of Standard Webhooks takes it.`}
      footer={
        <>
          <Button busy={rotating.isPending} onClick={() => rotating.mutate()}>
            {t`Make another secret`}
          </Button>
          <Button variant="primary" onClick={onClose}>{t`Done`}</Button>
        </>
      }
    >
      {error ? <Notice tone="bad">{messageOf(error)}</Notice> : null}
      {secret.data ? (
        <>
          <CopyField label={t`Secret`} value={secret.data.secret} />
          {secret.data.old ? (
            <CopyField
              label={t`The one before`}
              value={secret.data.old}
              hint={t`Signs too until ${until}, while you take the new one over.`}
            />
          ) : null}
        </>
      ) : error ? null : (
        <SkeletonLines count={2} label={t`Loading the secret`} />
      )}
    </Dialog>
  );
}
