import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { messageOf } from "@/features/records/message-of.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { Figure, PageHeader } from "@/ui/page-header.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { WebhookDialog } from "./webhook-dialog.tsx";
import { WebhookRow } from "./webhook-row.tsx";
import { webhooksQuery } from "./webhooks.ts";

/** Where programs are told what happens: the administrators' page. */
export function WebhooksPage() {
  const { t } = useLingui();
  useTitle(t`Webhooks`);
  if (useCan("webhooks.manage")) return <Webhooks />;
  return (
    <>
      <PageHeader title={t`Webhooks`} />
      <EmptyState title={t`This page is for administrators`}>
        <Trans>They have programs elsewhere told what happens here.</Trans>
      </EmptyState>
    </>
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
    <>
      <PageHeader
        title={t`Webhooks`}
        summary={
          count > 0 ? (
            <Trans>
              <Figure>{count}</Figure> <Plural value={count} one="webhook" other="webhooks" />
            </Trans>
          ) : null
        }
        actions={count > 0 ? make : null}
      />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface px-4 py-5 md:px-6">
        <div className="mx-auto grid max-w-3xl grid-cols-1 gap-5">
          {webhooks.error ? (
            <ErrorState
              title={t`The webhooks could not be loaded`}
              onRetry={() => webhooks.refetch()}
            >
              {messageOf(webhooks.error)}
            </ErrorState>
          ) : !webhooks.data ? (
            <SkeletonLines count={4} label={t`Loading the webhooks`} />
          ) : count === 0 ? (
            <EmptyState title={t`No program is told anything yet`} action={make}>
              <Trans>
                A webhook tells a program of yours, within a second, that a lead came in, a deal
                moved or a task was done.
              </Trans>
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line border-y border-line">
              {webhooks.data.map((webhook) => (
                <WebhookRow key={webhook.id} webhook={webhook} />
              ))}
            </ul>
          )}
        </div>
      </div>
      {making ? <WebhookDialog onClose={() => setMaking(false)} /> : null}
    </>
  );
}
