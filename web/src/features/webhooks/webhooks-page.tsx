import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { messageOf } from "@/features/records/message-of.ts";
import { SettingsGate, SettingsPage } from "@/features/settings/settings-page.tsx";
import { Button } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { Figure } from "@/ui/page-header.tsx";
import { WebhookDialog } from "./webhook-dialog.tsx";
import { WebhookRow } from "./webhook-row.tsx";
import { webhooksQuery } from "./webhooks.ts";

/** Where programs are told what happens: the administrators' page. */
export function WebhooksPage() {
  return (
    <SettingsGate place="webhooks">
      <Webhooks />
    </SettingsGate>
  );
}

function Webhooks() {
  const { t } = useLingui();
  const [making, setMaking] = useState(false);
  const webhooks = useQuery(webhooksQuery);
  const count = webhooks.data?.length ?? 0;
  const make = (
    <Button
      variant="primary"
      icon={<Plus className="size-4" aria-hidden="true" />}
      onClick={() => setMaking(true)}
    >
      {t`New webhook`}
    </Button>
  );
  return (
    <SettingsPage
      place="webhooks"
      summary={
        count > 0 ? (
          <Trans>
            <Figure>{count}</Figure> <Plural value={count} one="webhook" other="webhooks" />
          </Trans>
        ) : null
      }
      actions={count > 0 ? make : null}
    >
      {webhooks.error ? (
        <ErrorState title={t`The webhooks could not be loaded`} onRetry={() => webhooks.refetch()}>
          {messageOf(webhooks.error)}
        </ErrorState>
      ) : !webhooks.data ? (
        <SkeletonLines count={4} label={t`Loading the webhooks`} />
      ) : count === 0 ? (
        <EmptyState title={t`No program is told anything yet`} action={make}>
          <Trans>
            A webhook tells a program of yours, within a second, that a lead came in, a deal moved
            or a task was done.
          </Trans>
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {webhooks.data.map((webhook) => (
            <WebhookRow key={webhook.id} webhook={webhook} />
          ))}
        </ul>
      )}
      {making ? <WebhookDialog onClose={() => setMaking(false)} /> : null}
    </SettingsPage>
  );
}
