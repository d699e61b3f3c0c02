import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { request } from "@/api/transport.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { buttonClass } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { EntryPage } from "./entry-page.tsx";
import { isEnded, useLinkToken } from "./link-token.ts";

/** Where the link of a mail confirms an address. A full load follows, so that the workspace knows. */
export function VerifyPage({ name }: { name: string }) {
  const { t } = useLingui();
  const token = useLinkToken();
  const confirmed = useQuery({
    queryKey: ["verification", token],
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () =>
      request<void>("/api/verification/confirm", { method: "POST", body: { token } }).then(
        () => true,
      ),
  });
  return (
    <EntryPage
      name={name}
      title={t`Confirm your address for ${name}`}
      lead={
        confirmed.error ? (
          <Trans>This link does not work any more.</Trans>
        ) : (
          <Trans>Your e-mail address.</Trans>
        )
      }
    >
      <div className="grid gap-4">
        {confirmed.data ? (
          <Notice tone="ok">
            <Trans>Your e-mail address is confirmed. You can invite your colleagues now.</Trans>
          </Notice>
        ) : confirmed.error ? (
          <Notice tone="bad">
            {isEnded(confirmed.error) ? (
              <Trans>
                It has been used, has been replaced by a newer one, or is too old. Your profile says
                whether the address is confirmed, and sends a new link.
              </Trans>
            ) : (
              messageOf(confirmed.error)
            )}
          </Notice>
        ) : (
          <SkeletonLines label={t`Confirming the address`} />
        )}
        <a
          href={confirmed.error ? "/profile" : "/"}
          target="_self"
          className={buttonClass("primary")}
        >
          {confirmed.error ? <Trans>Go to your profile</Trans> : <Trans>Go to the workspace</Trans>}
        </a>
      </div>
    </EntryPage>
  );
}
