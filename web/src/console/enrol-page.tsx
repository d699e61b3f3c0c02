import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef } from "react";
import { fieldError } from "@/features/records/create-dialog.tsx";
import { messageOf } from "@/features/records/message-of.ts";
import { EntryPage } from "@/features/session/entry-page.tsx";
import { isEnded, useLinkToken } from "@/features/session/link-token.ts";
import { NewPasswordField } from "@/features/session/new-password-field.tsx";
import { Button } from "@/ui/button.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { CopyField } from "@/ui/forms/copy-field.tsx";
import { CodeField } from "./code-field.tsx";
import type { Enrolment } from "./generated/types.gen.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { enrol, lookAtEnrolment } from "./session.ts";

/** How an operator begins: the link of the one who invited leads here. */
export function EnrolPage() {
  const { t } = useLingui();
  const client = useQueryClient();
  const token = useLinkToken();
  const looked = useQuery({
    queryKey: ["enrolment", token],
    queryFn: () => lookAtEnrolment(token),
    enabled: token !== "",
    retry: false,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const begin = useMutation({
    mutationFn: (given: { password: string; code: string }) => enrol(client, { token, ...given }),
  });
  const ended = token === "" || isEnded(looked.error) || isEnded(begin.error);
  const lead = begin.data ? (
    <Trans>You are in. Keep these codes before you go on.</Trans>
  ) : ended ? (
    <Trans>This link has been used, was replaced, or is too old.</Trans>
  ) : (
    <Trans>Choose a password, and add the console to your authenticator app.</Trans>
  );
  return (
    <EntryPage
      mark="Kontaly"
      name={looked.data && !ended ? looked.data.name : t`Console`}
      title={t`Begin as an operator`}
      lead={lead}
    >
      {begin.data ? (
        <RecoveryCodes codes={begin.data.recovery_codes} />
      ) : ended ? (
        <p className="text-ink-2">
          <Trans>
            Ask an owner of this installation for another link. On the server itself, “kontaly
            operator link” makes one.
          </Trans>
        </p>
      ) : looked.error ? (
        <ErrorState title={t`The link could not be looked at`} onRetry={() => looked.refetch()}>
          {messageOf(looked.error)}
        </ErrorState>
      ) : looked.data ? (
        <EnrolForm
          enrolment={looked.data}
          busy={begin.isPending}
          error={begin.error}
          onSubmit={begin.mutate}
        />
      ) : (
        <SkeletonLines count={6} label={t`Looking at the link`} />
      )}
    </EntryPage>
  );
}

function EnrolForm({
  enrolment,
  busy,
  error,
  onSubmit,
}: {
  enrolment: Enrolment;
  busy: boolean;
  error: Error | null;
  onSubmit: (given: { password: string; code: string }) => void;
}) {
  const { t } = useLingui();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [error]);
  const password = fieldError(error, "password");
  const code = fieldError(error, "code");
  const secret = new URL(enrolment.otpauth).searchParams.get("secret") ?? "";
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (busy) return;
    const given = new FormData(event.currentTarget);
    onSubmit({ password: String(given.get("password")), code: String(given.get("code")).trim() });
  }
  return (
    <form
      ref={form}
      onSubmit={submit}
      noValidate
      aria-label={t`Begin as an operator`}
      className="grid gap-4"
    >
      {error && !password && !code ? <Notice tone="bad">{messageOf(error)}</Notice> : null}
      {/* Whoever keeps passwords wants to know whose this one is. */}
      <input type="hidden" name="email" autoComplete="username" value={enrolment.email} readOnly />
      <NewPasswordField error={password} known={[enrolment.name, enrolment.email]} autoFocus />
      <div className="grid justify-items-center gap-2">
        <img
          src={`data:image/svg+xml,${encodeURIComponent(enrolment.picture)}`}
          alt={t`The secret for your authenticator app, to be scanned`}
          className="size-44 rounded-m bg-white p-2"
        />
        <p className="text-center text-sm text-ink-2">
          <Trans>Scan it with an authenticator app on your phone.</Trans>
        </p>
      </div>
      <CopyField label={t`Or type it in`} value={secret} />
      <CodeField error={code} hint={t`Six digits, which the app shows now.`} />
      <Button type="submit" variant="primary" busy={busy} className="h-9.5">
        {t`Begin`}
      </Button>
    </form>
  );
}
