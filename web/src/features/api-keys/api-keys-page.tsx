import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import type { ApiKey } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { SettingsGate, SettingsPage } from "@/features/settings/settings-page.tsx";
import { Button, buttonClass } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { Figure } from "@/ui/page-header.tsx";
import { ApiKeyRow } from "./api-key-row.tsx";
import { apiKeysQuery } from "./api-keys.ts";
import { NewKeyDialog } from "./new-key-dialog.tsx";

/** With what programs use the API: the administrators' page. */
export function ApiKeysPage() {
  return (
    <SettingsGate place="api-keys">
      <ApiKeys />
    </SettingsGate>
  );
}

function ApiKeys() {
  const { t } = useLingui();
  const [making, setMaking] = useState(false);
  const keys = useQuery(apiKeysQuery);
  const count = keys.data?.length ?? 0;
  const make = (
    <Button
      variant="primary"
      icon={<Plus className="size-4" aria-hidden="true" />}
      onClick={() => setMaking(true)}
    >
      {t`New API key`}
    </Button>
  );
  return (
    <SettingsPage
      place="api-keys"
      summary={
        count > 0 ? (
          <Trans>
            <Figure>{count}</Figure> <Plural value={count} one="key" other="keys" />
          </Trans>
        ) : null
      }
      actions={count > 0 ? make : null}
    >
      {keys.error ? (
        <ErrorState title={t`The keys could not be loaded`} onRetry={() => keys.refetch()}>
          {messageOf(keys.error)}
        </ErrorState>
      ) : !keys.data ? (
        <SkeletonLines count={4} label={t`Loading the keys`} />
      ) : count === 0 ? (
        <NoKeys action={make} />
      ) : (
        <Keys keys={keys.data} />
      )}
      {making ? <NewKeyDialog onClose={() => setMaking(false)} /> : null}
    </SettingsPage>
  );
}

function NoKeys({ action }: { action: React.ReactNode }) {
  const { t } = useLingui();
  return (
    <EmptyState
      title={t`No program has a key yet`}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          {action}
          <a href="/api/docs" target="_blank" rel="noreferrer" className={buttonClass()}>
            {t`Read the API docs`}
          </a>
        </div>
      }
    >
      <Trans>
        With a key a website form, a telephone system or a script of yours reads and writes what its
        role may. What it does stands in the timelines under its name.
      </Trans>
    </EmptyState>
  );
}

function Keys({ keys }: { keys: readonly ApiKey[] }) {
  return (
    <>
      <ul className="divide-y divide-line border-y border-line">
        {keys.map((key) => (
          <ApiKeyRow key={key.id} apiKey={key} />
        ))}
      </ul>
      <p className="text-sm text-ink-3">
        <Trans>
          How programs use them:{" "}
          <a href="/api/docs" target="_blank" rel="noreferrer" className="text-accent underline">
            API docs
          </a>
        </Trans>
      </p>
    </>
  );
}
