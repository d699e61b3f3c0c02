import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "@/api/transport.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { Chip } from "@/ui/chip.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { browserOf, sessionsQuery } from "./sessions.ts";

/** The browsers in which one is signed in; each can be signed out from here. */
export function SessionList() {
  const { t } = useLingui();
  const formats = useFormats();
  const client = useQueryClient();
  const sessions = useQuery(sessionsQuery);
  const ending = useMutation({
    mutationFn: (id: string) => request<void>(`/api/sessions/${id}`, { method: "DELETE" }),
    onSuccess: () => {
      toast(t`That browser is signed out`);
      return client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
  });
  if (sessions.error)
    return (
      <ErrorState title={t`Could not be loaded`} onRetry={() => void sessions.refetch()}>
        {messageOf(sessions.error)}
      </ErrorState>
    );
  if (!sessions.data) return <SkeletonLines label={t`Loading`} />;
  return (
    <ul className="divide-y divide-line">
      {sessions.data.map(({ id, address, created_at, user_agent, current }) => {
        const browser = browserOf(user_agent) ?? t`A browser`;
        return (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5">
            <div className="min-w-48 flex-1">
              <div className="font-medium">{browser}</div>
              <div className="text-sm text-ink-3">
                <Trans>
                  Since {formats.moment(created_at)}, from {address}
                </Trans>
              </div>
            </div>
            {current ? (
              <Chip tone="mark">{t`This browser`}</Chip>
            ) : (
              <Button
                size="sm"
                onClick={() => ending.mutate(id)}
                aria-label={t`Sign out ${browser}, ${address}`}
              >
                {t`Sign out`}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
