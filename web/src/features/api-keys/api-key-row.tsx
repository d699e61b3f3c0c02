import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import type { ApiKey, Role } from "@/api/generated/types.gen.ts";
import { teamsQuery } from "@/features/people/invitations.ts";
import { usePeople } from "@/features/people/people.ts";
import { ROLE_WORDS } from "@/features/people/role-words.ts";
import { Button } from "@/ui/button.tsx";
import { Chip } from "@/ui/chip.tsx";
import { MomentText, useFormats } from "@/ui/format/format-context.tsx";
import { useNow } from "@/ui/format/use-now.ts";
import { endsSoon, hasEnded } from "./api-keys.ts";
import { RevokeKeyDialog } from "./revoke-key-dialog.tsx";

/** A key: what it is for and may, who made it, whether it is used, and its end. */
export function ApiKeyRow({ apiKey }: { apiKey: ApiKey }) {
  const { t, i18n } = useLingui();
  const [revoking, setRevoking] = useState(false);
  const maker = usePeople().nameOf(apiKey.made_by) ?? "…";
  const team = useQuery(teamsQuery).data?.find(({ id }) => id === apiKey.team_id)?.name;
  return (
    <li className="flex min-h-13 flex-wrap items-center gap-x-3 gap-y-1.5 py-2.5">
      <span className="grid size-8 shrink-0 place-items-center rounded-full bg-sunken text-ink-3">
        <KeyRound className="size-4" aria-hidden="true" />
      </span>
      <div className="min-w-0 flex-1 basis-56">
        <div className="flex flex-wrap items-center gap-x-2">
          <span dir="auto" className="truncate font-medium">
            {apiKey.name}
          </span>
          <code dir="ltr" className="text-sm text-ink-3">
            {apiKey.prefix}…
          </code>
        </div>
        <div className="text-sm text-ink-3">
          {i18n._(ROLE_WORDS[apiKey.role as Role])}
          {team ? ` · ${team}` : ""} ·{" "}
          <Trans>
            made by <bdi>{maker}</bdi>
          </Trans>{" "}
          ·{" "}
          {apiKey.last_used_at ? (
            <Trans>
              last used <MomentText value={apiKey.last_used_at} />
            </Trans>
          ) : (
            <Trans>never used</Trans>
          )}
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <End apiKey={apiKey} />
        <Button
          size="sm"
          aria-label={t`Revoke ${apiKey.name}`}
          onClick={() => setRevoking(true)}
        >{t`Revoke`}</Button>
      </div>
      {revoking ? <RevokeKeyDialog apiKey={apiKey} onClose={() => setRevoking(false)} /> : null}
    </li>
  );
}

function End({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useLingui();
  const formats = useFormats();
  const now = useNow();
  if (!apiKey.expires_at) return <Chip>{t`No end`}</Chip>;
  const day = formats.day(apiKey.expires_at);
  if (hasEnded(apiKey, now)) return <Chip tone="bad">{t`Ended ${day}`}</Chip>;
  return <Chip tone={endsSoon(apiKey, now) ? "warn" : "plain"}>{t`Until ${day}`}</Chip>;
}
