import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { request } from "@/api/transport.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { activate } from "@/i18n/i18n.ts";
import { buttonClass } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { EntryPage } from "./entry-page.tsx";
import { isEnded, useLinkToken } from "./link-token.ts";
import { localeOf, type Session, sessionQuery } from "./session.ts";

/** Where whoever signed a workspace up enters it, and finds it furnished if that was wanted. */
export function WelcomePage({
  name,
  furnish,
  onSignedIn,
}: {
  name: string;
  furnish?: () => Promise<unknown>;
  onSignedIn: () => void;
}) {
  const { t } = useLingui();
  const client = useQueryClient();
  const token = useLinkToken();
  const entering = useQuery({
    queryKey: ["welcome", token],
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const session = await request<Session>("/api/welcome", { method: "POST", body: { token } });
      await activate(localeOf(session));
      await furnish?.().catch((error) => toast(messageOf(error), { tone: "bad" }));
      return session;
    },
  });
  const goIn = useEffectEvent((session: Session) => {
    client.setQueryData(sessionQuery.queryKey, session);
    onSignedIn();
  });
  useEffect(() => {
    if (entering.data) goIn(entering.data);
  }, [entering.data]);
  return (
    <EntryPage
      name={name}
      title={t`Welcome to ${name}`}
      lead={
        entering.error ? (
          <Trans>This link does not work any more.</Trans>
        ) : furnish ? (
          <Trans>Your workspace is ready. The sample records are being put in.</Trans>
        ) : (
          <Trans>Your workspace is ready.</Trans>
        )
      }
    >
      {entering.error ? (
        <div className="grid gap-4">
          <Notice tone="bad">
            {isEnded(entering.error) ? (
              <Trans>
                It has been used, or is too old. Your workspace is there: sign in with the password
                that you chose.
              </Trans>
            ) : (
              messageOf(entering.error)
            )}
          </Notice>
          <a href="/sign-in" className={buttonClass("primary")}>
            <Trans>Sign in</Trans>
          </a>
        </div>
      ) : (
        <SkeletonLines label={t`Opening the workspace`} />
      )}
    </EntryPage>
  );
}
