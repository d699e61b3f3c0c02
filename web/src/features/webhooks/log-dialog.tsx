import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Delivery, Webhook } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { Chip } from "@/ui/chip.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { MomentText } from "@/ui/format/format-context.tsx";
import { Dialog } from "@/ui/overlay/dialog.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { isWaiting, logQuery, replay } from "./webhooks.ts";

/** What a webhook was told in the last two weeks, and how that went. */
export function LogDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useLingui();
  const log = useQuery(logQuery(webhook.id));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t`Log`}
      description={<bdi className="break-all">{webhook.url}</bdi>}
      footer={<Button variant="primary" onClick={onClose}>{t`Done`}</Button>}
    >
      {log.error ? <Notice tone="bad">{messageOf(log.error)}</Notice> : null}
      {!log.data ? (
        <SkeletonLines count={4} label={t`Loading the log`} />
      ) : log.data.items.length === 0 ? (
        <p className="text-ink-2">{t`Nothing was told yet.`}</p>
      ) : (
        <ul className="max-h-96 divide-y divide-line overflow-y-auto border-y border-line">
          {log.data.items.map((delivery) => (
            <Told key={delivery.id} webhook={webhook} delivery={delivery} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function Told({ webhook, delivery }: { webhook: Webhook; delivery: Delivery }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => replay(webhook.id, delivery.id),
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
    onSettled: () => client.invalidateQueries({ queryKey: logQuery(webhook.id).queryKey }),
  });
  return (
    <li className="flex items-center gap-3 py-2">
      <div className="min-w-0 flex-1">
        <code dir="ltr" className="block truncate text-sm font-medium">
          {delivery.event}
        </code>
        <span className="text-sm text-ink-3">
          <MomentText value={delivery.created_at} />
          {isWaiting(delivery) && delivery.attempts > 0 ? (
            <>
              {" · "}
              <Trans>
                Next attempt: <MomentText value={delivery.next_at} />
              </Trans>
            </>
          ) : null}
        </span>
      </div>
      <Outcome delivery={delivery} />
      {isWaiting(delivery) ? null : (
        <Button
          size="sm"
          aria-label={t`Tell ${delivery.event} again`}
          busy={again.isPending}
          onClick={() => again.mutate()}
        >{t`Again`}</Button>
      )}
    </li>
  );
}

function Outcome({ delivery }: { delivery: Delivery }) {
  const { t } = useLingui();
  if (delivery.delivered_at) return <Chip tone="ok">{t`Taken`}</Chip>;
  if (!delivery.problem) return <Chip>{t`On its way`}</Chip>;
  const words: Record<string, string> = {
    address: t`Private address`,
    connect: t`Nobody answers`,
    timeout: t`Too slow`,
    status: t`Answered ${delivery.status ?? ""}`,
    off: t`Switched off`,
  };
  return (
    <Chip tone={isWaiting(delivery) ? "warn" : "bad"}>
      {words[delivery.problem] ?? delivery.problem}
    </Chip>
  );
}
