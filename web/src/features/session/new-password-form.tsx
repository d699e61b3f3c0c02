import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { request } from "@/api/transport.ts";
import { fieldError } from "@/features/records/create-dialog.tsx";
import { messageOf } from "@/features/records/message-of.ts";
import { Button, buttonClass } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { isEnded } from "./link-token.ts";
import { NewPasswordField } from "./new-password-field.tsx";
import { letIn, type Session } from "./session.ts";

/** Chooses the new password that a mail's link allows. */
export function NewPasswordForm({
  token,
  onSignedIn,
}: {
  token: string;
  onSignedIn: (session: Session) => void;
}) {
  const { t } = useLingui();
  const client = useQueryClient();
  const choose = useMutation({
    mutationFn: (password: string) =>
      request<Session>("/api/password-reset/confirm", {
        method: "POST",
        body: { token, password },
      }),
    onSuccess: async (session) => {
      await letIn(client, session);
      onSignedIn(session);
    },
  });
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    choose.mutate(String(new FormData(event.currentTarget).get("password")));
  }
  // Looked at before: nobody is to think of a password for a link that has ended.
  const look = useQuery({
    queryKey: ["password-reset", token],
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () =>
      request<void>("/api/password-reset/look", { method: "POST", body: { token } }).then(
        () => true,
      ),
  });
  const ended = [look.error, choose.error].find(isEnded);
  if (ended)
    return (
      <div className="grid gap-4">
        <Notice tone="bad">{messageOf(ended)}</Notice>
        <a href="/password-reset" target="_self" className={buttonClass("primary")}>
          <Trans>Ask for a new link</Trans>
        </a>
      </div>
    );
  const error = fieldError(choose.error, "password");
  return (
    <form onSubmit={submit} className="grid gap-4" aria-label={t`Choose a new password`} noValidate>
      {choose.error && !error ? <Notice tone="bad">{messageOf(choose.error)}</Notice> : null}
      <NewPasswordField label={t`New password`} error={error} autoFocus />
      <Button type="submit" variant="primary" busy={choose.isPending} className="h-9.5">
        {t`Set the password and sign in`}
      </Button>
    </form>
  );
}
